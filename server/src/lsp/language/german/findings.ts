/** The findings of `advise/rules` in German, by rule. Patterns: see `phraseBook`. */
import type { Table } from "../phraseBook";

export const FINDINGS: Readonly<Record<string, Table>> = {
  "bottleneck-model": {
    "{0} takes {1} ({=2}): in half the time the run would be {3} shorter ({4}){=5}.":
      "{0} dauert {1} ({=2}): in der halben Zeit wäre der Lauf um {3} kürzer ({4}){=5}.",
  },
  "chained-views": {
    "{0} views in a row: {=1}. Each query of {2} runs them all; a table in the middle would end that.":
      "{0} Views hintereinander: {=1}. Jede Abfrage von {2} führt alle aus; eine Tabelle in der Mitte würde das beenden.",
  },
  "ephemeral-repeated": {
    "{0} is ephemeral (complexity {1}) and runs {2} times, inside {=3}. As a table it would run once.":
      "{0} ist ephemeral (Komplexität {1}) und läuft {2}-mal, in {=3}. Als Tabelle liefe es einmal.",
  },
  "fan-in-starves-threads": {
    "{0} waits for {1} alone while {2} of {3} threads idle for {4}: its other {5} parents are done. A faster {6}, or a {7} that does without it, lets them work ({=8}).":
      "{0} wartet nur noch auf {1}, während {2} von {3} Threads {4} lang nichts tun: die {5} anderen Vorgänger sind fertig. Ein schnelleres {6} oder ein {7}, das ohne es auskommt, gibt ihnen Arbeit ({=8}).",
  },
  "folder-key-without-plus": {
    "`{0}:` without + is read as a folder of that name, so what stands below it has no effect. Write `+{1}:`.":
      "`{0}:` ohne + wird als Ordner dieses Namens gelesen; was darunter steht, wirkt nicht. Schreiben Sie `+{1}:`.",
    "1 config key without + ({0}): dbt-core reads it as config but has deprecated the form (MissingPlusPrefixDeprecation), dbt 2 ignores it. Write it with +.":
      "1 Config-Schlüssel ohne + ({0}): dbt-core liest ihn als Config, hat die Form aber abgekündigt (MissingPlusPrefixDeprecation), dbt 2 übergeht ihn. Schreiben Sie ihn mit +.",
    "{0} config keys without + ({1}): dbt-core reads them as config but has deprecated the form (MissingPlusPrefixDeprecation), dbt 2 ignores them. Write them with +.":
      "{0} Config-Schlüssel ohne + ({1}): dbt-core liest sie als Config, hat die Form aber abgekündigt (MissingPlusPrefixDeprecation), dbt 2 übergeht sie. Schreiben Sie sie mit +.",
  },
  "heavy-shares-seats": {
    "{=0} shares {=1} of {=2} and waits behind {=3}. Without a hint on the light ones a run with seats would end {4} earlier ({=5}).":
      "{=0} teilt sich {=1} mit {=2} und wartet dahinter. Ohne Hint an den leichten würde ein Lauf mit Plätzen {4} früher enden ({=5}).",
    "{=0} share {=1} of {=2} and wait behind {=3}. Without a hint on the light ones a run with seats would end {4} earlier ({=5}).":
      "{=0} teilen sich {=1} mit {=2} und warten dahinter. Ohne Hint an den leichten würde ein Lauf mit Plätzen {4} früher enden ({=5}).",
  },
  "hint-on-disabled": {
    "{=0} is disabled, so its hint limits nothing.":
      "{=0} ist abgeschaltet; der Hint begrenzt nichts.",
    "{=0} are disabled, so their hint limits nothing.":
      "{=0} sind abgeschaltet; ihr Hint begrenzt nichts.",
    "{=0} are disabled, so their {1} hints limit nothing.":
      "{=0} sind abgeschaltet; ihre {1} Hints begrenzen nichts.",
  },
  "hint-on-ephemeral": {
    "{=0} is ephemeral: the SQL runs inside the models that ref it, so a hint here limits nothing. Hint those models instead.":
      "{=0} ist ephemeral: das SQL läuft in den Modellen, die es mit ref einbinden; ein Hint begrenzt hier nichts. Setzen Sie ihn an jenen Modellen.",
    "{=0} are ephemeral: the SQL runs inside the models that ref it, so a hint here limits nothing. Hint those models instead.":
      "{=0} sind ephemeral: das SQL läuft in den Modellen, die es mit ref einbinden; ein Hint begrenzt hier nichts. Setzen Sie ihn an jenen Modellen.",
  },
  "hint-overridden-elsewhere": {
    "This hint decides nothing: {=0} has another one that wins{1}. Remove it, or the others.":
      "Dieser Hint entscheidet nichts: {=0} hat einen anderen, der gewinnt{1}. Entfernen Sie ihn oder die anderen.",
    "This hint decides nothing: {=0} have another one that wins{1}. Remove it, or the others.":
      "Dieser Hint entscheidet nichts: {=0} haben einen anderen, der gewinnt{1}. Entfernen Sie ihn oder die anderen.",
    "This hint decides nothing: {=0} has another one that wins. Remove it, or the others.":
      "Dieser Hint entscheidet nichts: {=0} hat einen anderen, der gewinnt. Entfernen Sie ihn oder die anderen.",
    "This hint decides nothing: {=0} have another one that wins. Remove it, or the others.":
      "Dieser Hint entscheidet nichts: {=0} haben einen anderen, der gewinnt. Entfernen Sie ihn oder die anderen.",
  },
  "hint-varies-by-run": {
    "{0} reads {=1}: the hint of {=2} changes from run to run. Set the clock and target that matter (--at, --target).":
      "{0} liest {=1}: der Hint für {=2} wechselt von Lauf zu Lauf. Geben Sie Uhrzeit und Target an, auf die es ankommt (--at, --target).",
  },
  "history-too-old": {
    "The newest recorded run is of {0}, more than {1} days ago: models and their data may have changed since, and all minutes rest on it. Run dbt again, or name newer history in heddle.history (--history).":
      "Der jüngste aufgezeichnete Lauf ist vom {0}, über {1} Tage alt: Modelle und Daten können sich seither geändert haben, und alle Minuten beruhen darauf. Lassen Sie dbt neu laufen, oder nennen Sie jüngere Läufe in heddle.history (--history).",
  },
  "history-too-small": {
    "{=0} on record, and {1} of the measured time rests on fewer than {2}: one slow night can decide the advice. Keep target/run_results.json of each run and name them in heddle.history (--history).":
      "{=0} aufgezeichnet, und {1} der gemessenen Zeit beruhen auf weniger als {2}: eine langsame Nacht kann über den Rat entscheiden. Bewahren Sie target/run_results.json jedes Laufs auf und nennen Sie sie in heddle.history (--history).",
  },
  "hook-key-rejected-by-dbt-2": {
    "dbt 2 reads this key as a folder (dbt1013): the project does not parse. Write it with a hyphen, as `+pre-hook` or `+post-hook`; dbt-core takes that, too.":
      "dbt 2 liest diesen Schlüssel als Ordner (dbt1013): das Projekt lässt sich nicht lesen. Schreiben Sie ihn mit Bindestrich, `+pre-hook` oder `+post-hook`; dbt-core nimmt das auch.",
    "dbt 2 reads {0} such keys as a folder (dbt1013): the project does not parse. Write it with a hyphen, as `+pre-hook` or `+post-hook`; dbt-core takes that, too.":
      "dbt 2 liest {0} solche Schlüssel als Ordner (dbt1013): das Projekt lässt sich nicht lesen. Schreiben Sie sie mit Bindestrich, `+pre-hook` oder `+post-hook`; dbt-core nimmt das auch.",
  },
  "hook-memory-above-server": {
    "{0} = {1} for one step of {=2}, and the server has {3} (heddle.yml). Lower work_mem, or the server runs out of memory.":
      "{0} = {1} für einen Schritt ({=2}), und der Server hat {3} (heddle.yml). Senken Sie work_mem, sonst geht dem Server der Speicher aus.",
  },
  "hook-serialises-run": {
    "`{0}` runs with {=1}: {=2}. Run it once, in on-run-end.":
      "`{0}` läuft für {=1}: {=2}. Lassen Sie es einmal laufen, in on-run-end.",
  },
  "incremental-reads-everything": {
    "{=0} is incremental, but nothing in it asks is_incremental(): every run {=1}.{=2} Filter by what {{ this }} already holds, or make it a table.":
      "{=0} ist inkrementell, fragt aber nirgends is_incremental(): jeder Lauf {=1}.{=2} Filtern Sie nach dem, was {{ this }} schon enthält, oder machen Sie eine Tabelle daraus.",
    "{=0} are incremental, but nothing in them asks is_incremental(): every run {=1}.{=2} Filter by what {{ this }} already holds, or make them tables.":
      "{=0} sind inkrementell, fragen aber nirgends is_incremental(): jeder Lauf {=1}.{=2} Filtern Sie nach dem, was {{ this }} schon enthält, oder machen Sie Tabellen daraus.",
  },
  "incremental-without-unique-key": {
    "{=0} is incremental without unique_key: rows are only appended, twice if a run is repeated. Set unique_key, or incremental_strategy='append' if that is meant.":
      "{=0} ist inkrementell ohne unique_key: Zeilen werden nur angehängt, doppelt, wenn ein Lauf wiederholt wird. Setzen Sie unique_key, oder incremental_strategy='append', wenn das gewollt ist.",
    "{=0} are incremental without unique_key: rows are only appended, twice if a run is repeated. Set unique_key, or incremental_strategy='append' if that is meant.":
      "{=0} sind inkrementell ohne unique_key: Zeilen werden nur angehängt, doppelt, wenn ein Lauf wiederholt wird. Setzen Sie unique_key, oder incremental_strategy='append', wenn das gewollt ist.",
  },
  "invalid-threads-value": {
    "threads is {=0}, not a whole number from 1: {=1} has no hint.":
      "threads ist {=0}, keine ganze Zahl ab 1: {=1} hat keinen Hint.",
    "threads is {=0}, not a whole number from 1: {=1} have no hint.":
      "threads ist {=0}, keine ganze Zahl ab 1: {=1} haben keinen Hint.",
  },
  "long-root-started-late": {
    "{0} waits {1} for a thread though {2} of work hang on it: dbt goes by readiness and name. Longest path first would end the run {3} earlier ({=4}).":
      "{0} wartet {1} auf einen Thread, obwohl {2} Arbeit daran hängen: dbt geht nach Bereitschaft und Name. Längster Weg zuerst würde den Lauf {3} früher beenden ({=4}).",
  },
  "memory-above-server": {
    "{=0} run at once and may take {1} ({2} each step), but the server has {3} (heddle.yml). It holds {=4} at a time: give them the hint {5}, or lower work_mem.":
      "{=0} laufen zugleich und können {1} brauchen ({2} je Schritt), der Server hat aber {3} (heddle.yml). Er fasst {=4} zugleich: geben Sie ihnen den Hint {5}, oder senken Sie work_mem.",
  },
  "memory-setting-of-postgres": {
    "{0} has no {1}: this hook of {=2} fails or does nothing. docs/advice.md lists what {3} has instead.":
      "{0} kennt kein {1}: dieser Hook scheitert für {=2} oder tut nichts. docs/advice.md nennt, was {3} stattdessen hat.",
  },
  "microbatch-fills-its-share": {
    "{=0} ({=1}) are ready at once. With {2} threads dbt run starts {3} of them, and while the next one waits it starts nothing else (dbt-core 1.11.3 and later; before, the run may hang). Let some of them wait for others, or run them with dbt build, which has no such limit.":
      "{=0} ({=1}) sind zugleich bereit. Mit {2} Threads startet dbt run {3} davon, und solange das nächste wartet, startet es sonst nichts (dbt-core ab 1.11.3; davor kann der Lauf hängen bleiben). Lassen Sie einige auf andere warten, oder nehmen Sie dbt build, das keine solche Grenze hat.",
  },
  "microbatch-runs-serially": {
    "concurrent_batches has no effect on {=0}: dbt-core runs batches side by side only on BigQuery and Snowflake, not on {1}. One thread works through them all.":
      "concurrent_batches hat keine Wirkung für {=0}: dbt-core führt Batches nur auf BigQuery und Snowflake nebeneinander aus, nicht auf {1}. Ein Thread arbeitet alle ab.",
  },
  "model-worth-splitting": {
    "{0} takes {1} on the critical path in one statement. {2} (complexity {3}, read {=4}) could be a model of its own, so that the rest need not wait with it. A heuristic: the gain is not simulated.":
      "{0} dauert {1} auf dem kritischen Pfad, in einer einzigen Anweisung. {2} (Komplexität {3}, {=4} gelesen) könnte ein eigenes Modell sein, damit der Rest nicht mitwarten muss. Eine Faustregel: der Gewinn ist nicht simuliert.",
  },
  "profile-threads-missing": {
    "Target {0} sets no threads: dbt-core runs one model at a time. Set threads, for example {1}.":
      "Das Target {0} setzt keine threads: dbt-core führt ein Modell nach dem anderen aus. Setzen Sie threads, zum Beispiel {1}.",
  },
  "serial-chain": {
    "{0} of the {1} run are one chain: {=2}. More threads cannot shorten it; a shorter {3} or a broken chain can ({=4}).":
      "{0} des Laufs von {1} sind eine einzige Kette: {=2}. Mehr Threads können sie nicht kürzen; ein kürzeres {3} oder eine unterbrochene Kette schon ({=4}).",
  },
  "shard-count-differs": {
    "{0} is divided by {1} here and by {2} in {3} other places: rows overlap or are left out. Use one number, best a var.":
      "{0} wird hier durch {1} geteilt und an {3} anderen Stellen durch {2}: Zeilen überschneiden sich oder fehlen. Nehmen Sie eine Zahl, am besten eine Variable.",
  },
  "shard-family-incomplete": {
    "{0} is divided by {1}, but {=2}.": "{0} wird durch {1} geteilt, aber {=2}.",
  },
  "shard-loader-locks": {
    "`{0}` {=1} in every loader of this shredder: each waits for the one before. Run it once, before or after all of them.":
      "`{0}` {=1}, in jedem Lader dieses Shredders: jeder wartet auf den vorigen. Lassen Sie es einmal laufen, vor oder nach allen.",
    "`{0}` locks what all loaders of this shredder read: each waits for the one before. A loader only reads its source.":
      "`{0}` sperrt, was alle Lader dieses Shredders lesen: jeder wartet auf den vorigen. Ein Lader liest seine Quelle nur.",
  },
  "shard-modulo-loses-rows": {
    "A {=0}, which no shard of {1} reads. Where {2} cannot be so, a not_null test or a check keeps it that way.":
      "Ein {=0}, das kein Teil von {1} liest. Wo {2} nicht so sein kann, hält ein not_null-Test oder ein Check es dabei.",
    "A {=0} and a {=1}: no shard of {2} reads those rows. Where {3} cannot be so, a not_null test or a check keeps it that way.":
      "Ein {=0} und ein {=1}: kein Teil von {2} liest diese Zeilen. Wo {3} nicht so sein kann, hält ein not_null-Test oder ein Check es dabei.",
  },
  "test-gates-long-chain": {
    "In dbt build {0} waits for {1} ({2}); without the tests on this chain the build would end {3} earlier. Run them afterwards, or test less data.":
      "In dbt build wartet {0} auf {1} ({2}); ohne die Tests auf dieser Kette wäre der Build {3} früher zu Ende. Lassen Sie sie danach laufen, oder prüfen Sie weniger Daten.",
  },
  "threads-above-adapter-limit": {
    "{0} threads, but {1} serves {2} at a time: {=3}. Further threads wait or fail.":
      "{0} Threads, aber {1} bedient {2} zugleich: {=3}. Weitere Threads warten oder scheitern.",
  },
  "threads-above-gain": {
    "{=0} end the run in {1}, {2} in {3}: {=4} ({=5}).":
      "{=0} beenden den Lauf in {1}, {2} in {3}: {=4} ({=5}).",
    "{=0} end the run in {1}, {2} in {3}: {=4}.": "{=0} beenden den Lauf in {1}, {2} in {3}: {=4}.",
  },
  "threads-clamped-by-engine": {
    "threads {0} becomes {1}: {2} never uses fewer.":
      "Aus threads {0} wird {1}: {2} nimmt nie weniger.",
    "threads {0} becomes {1}: {2} never uses fewer with {3}.":
      "Aus threads {0} wird {1}: {2} nimmt mit {3} nie weniger.",
    "threads {0} becomes {1}: {2} never opens more connections.":
      "Aus threads {0} wird {1}: {2} öffnet nie mehr Verbindungen.",
    "threads {0} becomes {1}: {2} never opens more connections with {3}.":
      "Aus threads {0} wird {1}: {2} öffnet mit {3} nie mehr Verbindungen.",
  },
  "threads-differ-from-recommended": {
    "{=0}: hint {1}, recommended {=2} ({=3}){=4}.": "{=0}: Hint {1}, empfohlen {=2} ({=3}){=4}.",
    "{=0}: hint {1}, recommended {=2}{=3}.": "{=0}: Hint {1}, empfohlen {=2}{=3}.",
  },
  "threads-exceed-capacity": {
    "{=0}: hint {1}, but the run has {=2} ({3}). The hint limits nothing; lower it or give the run more threads.":
      "{=0}: Hint {1}, aber der Lauf hat {=2} ({3}). Der Hint begrenzt nichts; senken Sie ihn, oder geben Sie dem Lauf mehr Threads.",
    "{0} hints ask for several threads, but the run has 1 thread ({1}). The hints limit nothing; give the run more threads.":
      "{0} Hints verlangen mehrere Threads, aber der Lauf hat 1 Thread ({1}). Die Hints begrenzen nichts; geben Sie dem Lauf mehr Threads.",
  },
  "threads-ignored-by-dbt": {
    "dbt-core ignores `threads` here{=0}, and nothing of the project lies below this key; dbt 2 refuses it. Remove it, or move it to meta.heddle.threads.":
      "dbt-core übergeht `threads` hier{=0}, und nichts im Projekt liegt unter diesem Schlüssel; dbt 2 weist ihn zurück. Entfernen Sie ihn, oder verschieben Sie ihn nach meta.heddle.threads.",
    "dbt-core ignores `threads` here{=0}: {=1} shares the run's {=2}, and dbt 2 refuses the key. Move it to meta.heddle.threads.":
      "dbt-core übergeht `threads` hier{=0}: für {=1} gilt, was für den ganzen Lauf gilt ({=2}), und dbt 2 weist den Schlüssel zurück. Verschieben Sie ihn nach meta.heddle.threads.",
    "dbt-core ignores `threads` here{=0}: {=1} share the run's {=2}, and dbt 2 refuses the key. Move it to meta.heddle.threads.":
      "dbt-core übergeht `threads` hier{=0}: für {=1} gilt, was für den ganzen Lauf gilt ({=2}), und dbt 2 weist den Schlüssel zurück. Verschieben Sie ihn nach meta.heddle.threads.",
  },
  "threads-rejected-by-dbt-2": {
    "dbt 2 refuses `threads` here ({0}): the project does not parse. Move it to meta.heddle.threads.":
      "dbt 2 weist `threads` hier zurück ({0}): das Projekt lässt sich nicht lesen. Verschieben Sie es nach meta.heddle.threads.",
  },
  "unread-model-ends-run": {
    "The run ends with {0}, which no model and no exposure reads: without it the run would end {1} earlier. If nobody needs it, disable it; else declare who does.":
      "Der Lauf endet mit {0}, das kein Modell und keine Exposure liest: ohne es wäre der Lauf {1} früher zu Ende. Braucht es niemand, schalten Sie es ab; sonst deklarieren Sie, wer.",
  },
  "vacuum-inside-transaction": {
    'vacuum cannot run inside a transaction: this hook fails for {=0}. Write it as {"sql": "vacuum …", "transaction": false}.':
      'vacuum kann nicht in einer Transaktion laufen: dieser Hook scheitert für {=0}. Schreiben Sie ihn als {"sql": "vacuum …", "transaction": false}.',
  },
  "view-read-many-times": {
    "{0} is {=1} that {=2} each compute anew: {3} times a run. As a table it would run once.":
      "{0} ist {=1}, die {=2} jeweils neu berechnen: {3}-mal je Lauf. Als Tabelle liefe sie einmal.",
  },
  "unused-suppression": {
    "Nothing here is found by {0}: this comment can go.":
      "{0} findet hier nichts: dieser Kommentar kann weg.",
    "No rule is named {0}: correct the name or remove the comment.":
      "Keine Regel heißt {0}: berichtigen Sie den Namen, oder entfernen Sie den Kommentar.",
  },
};
