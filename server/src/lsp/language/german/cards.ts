/** Hovers, lenses, inlay hints, gutter marks and completion in German. Patterns: see `phraseBook`. */
import type { Table } from "../phraseBook";

export const CARDS: Table = {
  // Labels.
  "Read as": "Gelesen als",
  Recommended: "Empfohlen",
  Configured: "Eingestellt",
  "In dbt 1": "In dbt 1",
  "In dbt 2": "In dbt 2",
  Complexity: "Komplexität",
  Memory: "Speicher",
  Duration: "Dauer",
  "In the run": "Im Lauf",
  "Unknown offline": "Offline unbekannt",
  Overridden: "Überschrieben",
  "By article": "Nach Artikel",
  "Waits for": "Wartet auf",
  Unlocks: "Gibt frei",
  File: "Datei",
  Logs: "Protokoll",
  "Macros log": "Makros melden",
  Gives: "Ergibt",
  "Way taken": "Gewählter Weg",
  Else: "Sonst",
  "Holds for": "Gilt für",
  "Defined in": "Definiert in",
  "This ref": "Dieser ref",
  Effective: "Wirksam",
  Run: "Lauf",
  Findings: "Befunde",
  Problems: "Befunde",
  error: "Fehler",
  warning: "Warnung",
  information: "Hinweis",
  hint: "Tipp",
  "Simulate Run": "Lauf simulieren",
  "Explain Model": "Modell erklären",
  "Simulate Refresh": "Aktualisierung simulieren",
  // Subtitles and the lens.
  "disabled: not part of the run": "abgeschaltet: nicht Teil des Laufs",
  "disabled, not part of the run": "abgeschaltet, nicht Teil des Laufs",
  "critical path {0} of {1}": "kritischer Pfad {0} von {1}",
  "threads not set": "threads nicht gesetzt",
  "threads not set → {0} recommended": "threads nicht gesetzt → {0} empfohlen",
  "{=0} → {1} recommended": "{=0} → {1} empfohlen",
  "{=0} ✓ ({1} recommended)": "{=0} ✓ ({1} empfohlen)",
  "threads {0}": "threads {0}",
  "threads {0} from {1}()": "threads {0} aus {1}()",
  "threads {0} now from {1}()": "threads {0} jetzt aus {1}()",
  "threads {0} now, {=1} from {2}()": "threads {0} jetzt, {=1} aus {2}()",
  "{0} at night": "{0} nachts",
  "{0} at midday": "{0} mittags",
  "slack {0}": "Spielraum {0}",
  "−{0} if halved": "−{0} bei halber Dauer",
  "~{0} assumed": "~{0} angenommen",
  "~{0} estimated": "~{0} geschätzt",
  "{0} given": "{0} angegeben",
  "no slack, {0} of the run's {1}": "kein Spielraum, {0} von {1} des Laufs",
  "{0} of {1} on the critical path, {2} of the run's {3}":
    "{0} von {1} auf dem kritischen Pfad, {2} von {3} des Laufs",
  "threads {0} comes from {1}": "threads {0} kommt aus {1}",
  "{0}() decides threads: {1}": "{0}() entscheidet threads: {1}",
  // Recommended and configured.
  "({0} are as good)": "({0} sind ebenso gut)",
  "({0} are as good) · {=1}": "({0} sind ebenso gut) · {=1}",
  "a heuristic": "eine Faustregel",
  "a heuristic: {=0}": "eine Faustregel: {=0}",
  "confidence {=0}": "Vertrauen {=0}",
  "confidence {=0}: {=1}": "Vertrauen {=0}: {=1}",
  "no run on record: what the SQL looks like decides, not what it costs":
    "kein Lauf aufgezeichnet: es entscheidet, wie das SQL aussieht, nicht was es kostet",
  "on the critical path, {0} models wait on it: 1 more":
    "auf dem kritischen Pfad, {0} Modelle warten darauf: 1 mehr",
  "on the critical path, but {=0} models get {1} at most":
    "auf dem kritischen Pfad, aber höchstens {1} für diese Klasse ({=0})",
  "with 1 thread no hint changes anything": "bei 1 Thread ändert kein Hint etwas",
  "a seed is static data": "ein Seed enthält feste Daten",
  "given duration: {=0} ({1})": "angegebene Dauer: {=0} ({1})",
  "run history: {=0} ({1}, {=2})": "frühere Läufe: {=0} ({1}, {=2})",
  "rows unknown, so no heavier class with so few runs":
    "Zeilen unbekannt, darum keine schwerere Klasse bei so wenigen Läufen",
  "complexity {0} > {1}": "Komplexität {0} > {1}",
  "complexity {0} ≤ {1}": "Komplexität {0} ≤ {1}",
  "complexity {0}": "Komplexität {0}",
  "the run has {=0}": "der Lauf hat {=0}",
  "{0} % of {=1} stay in reserve: {2} at most": "{0} % von {=1} bleiben in Reserve: höchstens {2}",
  "not set: no threads, meta.threads or meta.heddle.threads":
    "nicht gesetzt: kein threads, meta.threads oder meta.heddle.threads",
  " is no thread count · ": " ist keine Zahl von Threads · ",
  "overrides ": "überschreibt ",
  " by ": " durch ",
  "no effect on the run: dbt keeps it in meta for tools to read":
    "keine Wirkung auf den Lauf: dbt hält es in meta für Werkzeuge bereit",
  "ignored with a warning (CustomKeyInConfigDeprecation): dbt has no per-model threads":
    "übergangen, mit Warnung (CustomKeyInConfigDeprecation): dbt kennt keine Threads je Modell",
  "ignored: dbt has no per-model threads": "übergangen: dbt kennt keine Threads je Modell",
  "refused: dbt1013, it reads the key as a folder of models":
    "zurückgewiesen: dbt1013, der Schlüssel gilt als Ordner mit Modellen",
  "refused: dbt1060, an unknown config key":
    "zurückgewiesen: dbt1060, ein unbekannter Config-Schlüssel",
  "no advice": "kein Rat",
  "for {=0}: {=1}": "für {=0}: {=1}",
  "in {=0}: {=1}": "in {=0}: {=1}",
  "without effect here": "hier ohne Wirkung",
  "No enabled model, seed or snapshot takes this value from {0}.":
    "Kein eingeschaltetes Modell, Seed oder Snapshot nimmt diesen Wert aus {0}.",
  "Every node that it reaches has a nearer setting.":
    "Jeder Knoten, den er erreicht, hat eine nähere Einstellung.",
  // Complexity.
  "window functions {0}": "Fensterfunktionen {0}",
  "joins {0}": "Joins {0}",
  "subqueries {0}": "Unterabfragen {0}",
  "group by {0}": "group by {0}",
  "unions {0}": "Unions {0}",
  "recursive CTEs {0}": "rekursive CTEs {0}",
  "no window functions": "keine Fensterfunktionen",
  "no joins": "keine Joins",
  "no subqueries": "keine Unterabfragen",
  "no group by": "kein group by",
  "no unions": "keine Unions",
  "no recursive CTEs": "keine rekursiven CTEs",
  "nothing in it counts": "nichts darin zählt",
  "{0}() counts in the raw text: {=1}; score {2}": "{0}() zählt im rohen Text: {=1}; Punktzahl {2}",
  "window functions {0} instead of {1}": "Fensterfunktionen {0} statt {1}",
  "joins {0} instead of {1}": "Joins {0} statt {1}",
  "subqueries {0} instead of {1}": "Unterabfragen {0} statt {1}",
  "group by {0} instead of {1}": "group by {0} statt {1}",
  "unions {0} instead of {1}": "Unions {0} statt {1}",
  "recursive CTEs {0} instead of {1}": "rekursive CTEs {0} statt {1}",
  // Memory and classes.
  "its hooks set {0} now": "seine Hooks setzen jetzt {0}",
  "resource {=0}": "Ressource {=0}",
  "performance {=0}": "Leistung {=0}",
  "priority {=0}": "Priorität {=0}",
  "a larger warehouse for this model": "ein größeres Warehouse für dieses Modell",
  "one or two sizes up": "ein oder zwei Größen mehr",
  "another compute for this model": "ein anderes Compute für dieses Modell",
  "a larger one of the profile's `compute:`": "ein größeres aus `compute:` des Profils",
  "three slots of its queue": "drei Plätze seiner Warteschlange",
  "slots come from the reservation; `maximum_bytes_billed` in the profile limits cost":
    "Slots kommen aus der Reservierung; `maximum_bytes_billed` im Profil begrenzt die Kosten",
  "`memory_limit` under `settings:` of the profile, for the whole run":
    "`memory_limit` unter `settings:` des Profils, für den ganzen Lauf",
  "executor memory of the session, for the whole run":
    "Speicher der Executors der Sitzung, für den ganzen Lauf",
  "larger buffers for its session": "größere Puffer für seine Sitzung",
  // The run.
  "starts {0} after {1}, ends {2} of {3} with {=4}":
    "beginnt {0} nach {1}, endet {2} von {3} mit {=4}",
  "starts {0} when {1} frees a thread, ends {2} of {3} with {=4}":
    "beginnt {0}, wenn {1} einen Thread frei macht, endet {2} von {3} mit {=4}",
  "starts {0}, ends {1} of {2} with {=3}": "beginnt {0}, endet {1} von {2} mit {=3}",
  "starts {0} after {1}, ends {2} of": "beginnt {0} nach {1}, endet {2} von",
  "starts {0} when {1} frees a thread, ends {2} of":
    "beginnt {0}, wenn {1} einen Thread frei macht, endet {2} von",
  "starts {0}, ends {1} of": "beginnt {0}, endet {1} von",
  "{0} with {=1}": "{0} mit {=1}",
  "with {=0}, {1} % busy": "mit {=0}, {1} % ausgelastet",
  ": slack 0 · {=0}": ": Spielraum 0 · {=0}",
  "slack {0}: it may take that much longer without delaying the run":
    "Spielraum {0}: so viel länger darf es dauern, ohne den Lauf zu verzögern",
  "waits {0} for a free thread": "wartet {0} auf einen freien Thread",
  "halving it alone saves nothing: another path is as long":
    "die halbe Dauer allein spart nichts: ein anderer Pfad ist ebenso lang",
  "10 % faster saves {0}, halved saves {1}": "10 % schneller spart {0}, halbe Dauer spart {1}",
  "halved saves {0}": "halbe Dauer spart {0}",
  "{0} % slower with each run": "mit jedem Lauf {0} % langsamer",
  "{0} % faster with each run": "mit jedem Lauf {0} % schneller",
  "at least {0} in any order; longest chain {1}":
    "mindestens {0} in jeder Reihenfolge; längste Kette {1}",
  "{0} makes it {=1}": "{0} macht daraus {=1}",
  "target {0}": "Target {0}",
  "Nothing to run: the project has no enabled models.":
    "Nichts zu tun: das Projekt hat keine eingeschalteten Modelle.",
  // Refs, sources, macros.
  "unknown ref": "unbekannter ref",
  "unknown source": "unbekannte Quelle",
  source: "Quelle",
  "Nothing enabled has this name, so the run does not wait for it.":
    "Nichts Eingeschaltetes heißt so; der Lauf wartet nicht darauf.",
  "No properties file declares this source.": "Keine Properties-Datei deklariert diese Quelle.",
  "The run does not build sources: nothing waits here and no thread is taken. Read by {=0}.":
    "Der Lauf baut keine Quellen: nichts wartet hier, und kein Thread ist belegt. Gelesen von {=0}.",
  "stands in a branch that is not known offline": "steht in einem Zweig, der offline unbekannt ist",
  "the last one that {0} waits for, until {1}": "der letzte, auf den {0} wartet, bis {1}",
  "done {0} before {1} could start anyway": "{0} fertig, bevor {1} ohnehin beginnen könnte",
  "macro of {0}": "Makro von {0}",
  "for {0}": "für {0}",
  "else of ": "else von ",
  "and {#0} more": "und {#0} weitere",
  "and {#0} more nodes": "und {#0} weitere Knoten",
  "and 1 more node": "und 1 weiterer Knoten",
  "clock {=0}, target {0}: it reads one of them (settings at and target)":
    "Uhrzeit {=0}, Target {0}: es liest eines davon (Einstellungen at und target)",
  now: "jetzt",
  "{0}, takes no time in the run": "{0}, braucht im Lauf keine Zeit",
  // Messages.
  "reading the project": "liest das Projekt",
  "{0}: {1} with {#2} threads, {#3} % busy; at least {4} in any order":
    "{0}: {1} mit {#2} Threads, {#3} % ausgelastet; mindestens {4} in jeder Reihenfolge",
  "Heddle's language server needed too much memory and was started anew.":
    "Heddles Sprachserver brauchte zu viel Speicher und wurde neu gestartet.",
  "Heddle's language server did not come to an end and was started anew.":
    "Heddles Sprachserver kam nicht zu einem Ende und wurde neu gestartet.",
  "Evaluating {0} needed too much memory. Heddle leaves the file alone until it changes; everything else goes on.":
    "Das Auswerten von {0} brauchte zu viel Speicher. Heddle rührt die Datei nicht an, bis sie sich ändert; alles andere geht weiter.",
  "Evaluating {0} did not come to an end. Heddle leaves the file alone until it changes; everything else goes on.":
    "Das Auswerten von {0} kam nicht zu einem Ende. Heddle rührt die Datei nicht an, bis sie sich ändert; alles andere geht weiter.",
  // Completion.
  recommended: "empfohlen",
  "heavy analytical models, score above 15: one at a time":
    "schwere Analyse, Punktzahl über 15: eines nach dem anderen",
  "medium models, score above 8": "mittlere Modelle, Punktzahl über 8",
  "staging models, score above 3": "Staging-Modelle, Punktzahl über 3",
  "light models, score up to 3": "leichte Modelle, Punktzahl bis 3",
  "utilities that cost next to nothing": "Hilfsmodelle, die fast nichts kosten",
  "between the usual steps": "zwischen den üblichen Stufen",
  "For {=0}.": "Für: {=0}.",
  "**{=0} recommended** for {1}: {=2}": "**{=0} empfohlen** für {1}: {=2}",
};
