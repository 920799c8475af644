{{ config(tags=['nightly','Deep']) }} select * from {{ source('events','clicks') }}
