/** What completion says of config keys and their values, in German. */
import type { Table } from "../phraseBook";

export const CONFIG_KEYS: Table = {
  "A query that readers run each time; builds in no time.":
    "Eine Abfrage, die Leser jedes Mal ausführen; gebaut im Nu.",
  "Built anew in every run.": "In jedem Lauf neu gebaut.",
  "Adds or replaces new rows only; the first run builds all.":
    "Fügt nur neue Zeilen an oder ersetzt sie; der erste Lauf baut alles.",
  "Never built: its SQL is pasted into its readers. Takes no thread.":
    "Nie gebaut: sein SQL wird in die Leser eingesetzt. Belegt keinen Thread.",
  "A table that the database keeps up to date.":
    "Eine Tabelle, die die Datenbank auf dem neuesten Stand hält.",
  "How the model is built. Chains of views move their work into the first table below them.":
    "Wie das Modell gebaut wird. Ketten von Views verlagern ihre Arbeit in die erste Tabelle darunter.",
  "Free data for tools, legal in every dbt. Heddle reads `meta.heddle.threads` and `meta.heddle.durationMs`.":
    "Freie Angaben für Werkzeuge, in jedem dbt erlaubt. Heddle liest `meta.heddle.threads` und `meta.heddle.durationMs`.",
  "A hint that Heddle simulates. dbt 1 ignores it, dbt 2 refuses the project: `meta.heddle.threads` is legal in both.":
    "Ein Hint, den Heddle simuliert. dbt 1 übergeht ihn, dbt 2 weist das Projekt zurück: `meta.heddle.threads` ist in beiden erlaubt.",
  "Whether the model is part of the project.": "Ob das Modell Teil des Projekts ist.",
  "Names to select by: `dbt run --select tag:nightly`.":
    "Namen zum Auswählen: `dbt run --select tag:nightly`.",
  "Schema to build in, appended to the target's own.":
    "Schema, in dem gebaut wird; wird an das des Targets angehängt.",
  "Name of the relation, where it is not the model's.":
    "Name der Relation, wo er nicht der des Modells ist.",
  "Column or columns that tell rows apart in an incremental model.":
    "Spalte oder Spalten, die Zeilen eines inkrementellen Modells unterscheiden.",
  "How new rows enter an incremental model.":
    "Wie neue Zeilen in ein inkrementelles Modell kommen.",
  "Adds rows, replaces none.": "Fügt Zeilen an, ersetzt keine.",
  "Updates rows by `unique_key`, adds the others.":
    "Ändert Zeilen nach `unique_key`, fügt die anderen an.",
  "Deletes rows by `unique_key`, then adds.": "Löscht Zeilen nach `unique_key`, fügt dann an.",
  "Replaces whole partitions.": "Ersetzt ganze Partitionen.",
  "One query for each batch of `event_time`; a batch takes a thread.":
    "Eine Abfrage je Batch von `event_time`; ein Batch belegt einen Thread.",
  "Whether the batches of a microbatch model may run side by side. The first and the last never do.":
    "Ob die Batches eines Microbatch-Modells nebeneinander laufen dürfen. Der erste und der letzte nie.",
  "SQL before the model, on the model's own thread.":
    "SQL vor dem Modell, auf dem Thread des Modells.",
  "SQL after the model, on the model's own thread.":
    "SQL nach dem Modell, auf dem Thread des Modells.",
  "Whether `--full-refresh` may rebuild it.": "Ob `--full-refresh` es neu bauen darf.",
  "Heddle's own settings of this model, legal in every dbt.":
    "Heddles eigene Einstellungen dieses Modells, in jedem dbt erlaubt.",
  "Heddle's hint for this model, legal in every dbt. What it means is chosen when simulating: seats, exclusive or slots.":
    "Heddles Hint für dieses Modell, in jedem dbt erlaubt. Was er bedeutet, wird beim Simulieren gewählt: Plätze, exklusiv oder Slots.",
  "The model's time in milliseconds, where no run has measured it or the measured one should not count.":
    "Die Dauer des Modells in Millisekunden, wo kein Lauf sie gemessen hat oder die gemessene nicht zählen soll.",
};
