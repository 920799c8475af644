/**
 * What the readers of a dbt project find, in German: names, references, settings, files. What dbt's
 * own parsers say of YAML and Jinja stays as dbt says it, so that it can be searched for.
 */
import type { Table } from "../phraseBook";

export const READERS: Table = {
  // References.
  "No model, seed or snapshot is called '{0}'.{=1}":
    "Kein Modell, Seed oder Snapshot heißt '{0}'.{=1}",
  "No model, seed or snapshot is called '{0}' in package '{1}'.{=2}":
    "Kein Modell, Seed oder Snapshot heißt im Paket '{1}' '{0}'.{=2}",
  "No model, seed or snapshot is called '{0}'.": "Kein Modell, Seed oder Snapshot heißt '{0}'.",
  "The source '{0}' has no table '{1}'.{=2}": "Die Quelle '{0}' hat keine Tabelle '{1}'.{=2}",
  "The source '{0}' has no table '{1}'.": "Die Quelle '{0}' hat keine Tabelle '{1}'.",
  "No source is called '{0}'.{=1}": "Keine Quelle heißt '{0}'.{=1}",
  "No source is called '{0}'.": "Keine Quelle heißt '{0}'.",
  "There is no '{0}'.": "Es gibt kein '{0}'.",
  "There is no version {0} of '{1}'.": "Von '{1}' gibt es keine Version {0}.",
  "There is no version {0} of '{1}' in package '{2}'.":
    "Im Paket '{2}' gibt es von '{1}' keine Version {0}.",
  "The {0} needs '{1}', which is disabled ({2}).": "{0} braucht '{1}', das abgeschaltet ist ({2}).",
  "'{0}' could be in {=1}: name the package, ref('{2}', '{3}').":
    "'{0}' kann in {=1} liegen: nennen Sie das Paket, ref('{2}', '{3}').",
  "'{0}' is private to the group '{1}'; the {2} '{3}' is not in that group.":
    "'{0}' ist privat in der Gruppe '{1}'; '{3}' gehört nicht dazu.",
  "'{0}' is protected and its package '{1}' restricts access from others.":
    "'{0}' ist geschützt, und sein Paket '{1}' lässt andere nicht darauf zugreifen.",
  "'{0}' refers to itself; dbt cannot order that.":
    "'{0}' verweist auf sich selbst; dbt kann das nicht ordnen.",
  "These refer to each other in a loop, which dbt cannot order: {0}.":
    "Diese verweisen im Kreis aufeinander, was dbt nicht ordnen kann: {0}.",
  "The package '{0}' is not installed, so '{1}' is not known here.":
    "Das Paket '{0}' ist nicht installiert; '{1}' ist hier nicht bekannt.",
  "dbt does not see this ref while it parses, and stops when it compiles it. Add the line `{0}` to the file.":
    "dbt sieht diesen ref beim Lesen nicht und bleibt beim Kompilieren stehen. Fügen Sie der Datei die Zeile `{0}` hinzu.",
  "No {0} is called '{1}'.{=2}": "Kein {0} heißt '{1}'.{=2}",
  // Macros, variables, values.
  "No macro is called '{0}'; dbt stops here when it compiles this.{=1}":
    "Kein Makro heißt '{0}'; dbt bleibt hier beim Kompilieren stehen.{=1}",
  "No macro is called '{0}'; dbt stops here when it compiles this.":
    "Kein Makro heißt '{0}'; dbt bleibt hier beim Kompilieren stehen.",
  "No macro is called '{0}'.{=1}": "Kein Makro heißt '{0}'.{=1}",
  "No macro is called '{0}'.": "Kein Makro heißt '{0}'.",
  "No package '{0}' is installed, so {1}() is not known; dbt stops here when it compiles this.":
    "Kein Paket '{0}' ist installiert; {1}() ist nicht bekannt, und dbt bleibt hier beim Kompilieren stehen.",
  "No generic test is called '{0}': dbt stops here when it compiles.{=1}":
    "Kein generischer Test heißt '{0}': dbt bleibt hier beim Kompilieren stehen.{=1}",
  "No generic test is called '{0}': dbt stops here when it compiles.":
    "Kein generischer Test heißt '{0}': dbt bleibt hier beim Kompilieren stehen.",
  "The test '{0}' takes no column; put it under `data_tests` of the model.":
    "Der Test '{0}' nimmt keine Spalte; setzen Sie ihn unter `data_tests` des Modells.",
  "The test '{0}' takes no argument '{1}'.{=2}": "Der Test '{0}' kennt kein Argument '{1}'.{=2}",
  "No value is given for the variable '{0}', and it has no default: dbt stops here when it compiles this.":
    "Für die Variable '{0}' ist kein Wert angegeben, und sie hat keinen Standardwert: dbt bleibt hier beim Kompilieren stehen.",
  "env_var('{0}') has no default, and Heddle reads no environment: give it with --env {1}=…, else what depends on it stays unknown. dbt stops where it is not set.":
    "env_var('{0}') hat keinen Standardwert, und Heddle liest keine Umgebung: geben Sie ihn mit --env {1}=… an, sonst bleibt unbekannt, was davon abhängt. dbt bleibt stehen, wo er nicht gesetzt ist.",
  "Jinja has no '{0}' comments inside a tag: dbt refuses this file. Use {# … #} outside the tag.":
    "Jinja kennt in einem Tag keine Kommentare mit '{0}': dbt weist diese Datei zurück. Schreiben Sie {# … #} außerhalb des Tags.",
  "`--` starts no comment inside a Jinja tag: dbt calculates with what follows it ({0}). Put the comment outside, or write {# … #}.":
    "`--` beginnt in einem Jinja-Tag keinen Kommentar: dbt rechnet mit dem, was folgt ({0}). Setzen Sie den Kommentar nach außen, oder schreiben Sie {# … #}.",
  "The value of {0} is not known here: {=1}.": "Der Wert von {0} ist hier nicht bekannt: {=1}.",
  "dbt cannot render {0}: {=1}.": "dbt kann {0} nicht auswerten: {=1}.",
  "dbt cannot read this YAML: {0}.": "dbt kann dieses YAML nicht lesen: {0}.",
  "Evaluating this text took the language server down, so it is left alone until it changes.":
    "Das Auswerten dieses Textes hat den Sprachserver lahmgelegt; er bleibt unberührt, bis er sich ändert.",
  // Doubles.
  "The key `{0}` stands here twice; dbt keeps the last and warns.":
    "Der Schlüssel `{0}` steht hier zweimal; dbt behält den letzten und warnt.",
  "The key `{0}` stands here twice; dbt 2 refuses that.":
    "Der Schlüssel `{0}` steht hier zweimal; dbt 2 weist das zurück.",
  "Two {0}s are called '{1}': this file and {2}. dbt refuses that; rename one.":
    "'{1}' gibt es zweimal: in dieser Datei und in {2}. dbt weist das zurück; benennen Sie eines um.",
  "Two entries of `{0}` are called '{1}': this one and one in {2}.":
    "Zwei Einträge von `{0}` heißen '{1}': dieser und einer in {2}.",
  "The group '{0}' is defined twice, here and in {1}.":
    "Die Gruppe '{0}' ist zweimal definiert, hier und in {1}.",
  "The test '{0}' stands here twice; dbt refuses that. Remove one, or give it a `name`.":
    "Der Test '{0}' steht hier zweimal; dbt weist das zurück. Entfernen Sie einen, oder geben Sie ihm einen `name`.",
  "The table '{0}' of source '{1}' is also defined in {2}; dbt refuses that.":
    "Die Tabelle '{0}' der Quelle '{1}' ist auch in {2} definiert; dbt weist das zurück.",
  "The table '{0}' of source '{1}' is also defined in {2}; dbt keeps one.":
    "Die Tabelle '{0}' der Quelle '{1}' ist auch in {2} definiert; dbt behält eine.",
  "The macro '{0}' is also defined in {1}; dbt refuses two of one name in a package.":
    "Das Makro '{0}' ist auch in {1} definiert; dbt weist zwei gleichen Namens in einem Paket zurück.",
  "The {0} '{1}' and the {2} '{3}' ({4}) would both be {5}; dbt refuses that. Change one's name, alias or schema.":
    "'{1}' ({0}) und '{3}' ({2}, {4}) wären beide {5}; dbt weist das zurück. Ändern Sie Namen, alias oder schema des einen.",
  "The docs block '{0}' is also defined in {1}; dbt refuses that.":
    "Der docs-Block '{0}' ist auch in {1} definiert; dbt weist das zurück.",
  "Two packages are called '{0}', here and in {1}; dbt refuses that.":
    "Zwei Pakete heißen '{0}', hier und in {1}; dbt weist das zurück.",
  // Project and profile.
  "One package is asked for ({0}) and {1} installed in {2}: run `dbt deps`. Until then what comes from it is not known.":
    "Ein Paket ist verlangt ({0}) und {1} in {2} installiert: führen Sie `dbt deps` aus. Bis dahin ist unbekannt, was daraus kommt.",
  "{0} packages are asked for ({1}) and {2} installed in {3}: run `dbt deps`. Until then what comes from them is not known.":
    "{0} Pakete sind verlangt ({1}) und {2} in {3} installiert: führen Sie `dbt deps` aus. Bis dahin ist unbekannt, was daraus kommt.",
  "dbt_project.yml names no `profile`, and dbt cannot run without one.":
    "dbt_project.yml nennt kein `profile`, und ohne läuft dbt nicht.",
  "No profiles.yml was found beside the project: threads, target and schema are assumed. Name its folder with --profiles-dir.":
    "Neben dem Projekt liegt keine profiles.yml: threads, Target und Schema sind angenommen. Nennen Sie ihren Ordner mit --profiles-dir.",
  "{0} has no profile named '{1}'.{=2}": "{0} hat kein Profil namens '{1}'.{=2}",
  "The profile '{0}' is empty.": "Das Profil '{0}' ist leer.",
  "The profile '{0}' has no `outputs`.": "Das Profil '{0}' hat keine `outputs`.",
  "Which target this is depends on the environment; name it with --target.":
    "Welches Target das ist, hängt von der Umgebung ab; nennen Sie es mit --target.",
  "The profile '{0}' has no target named '{1}'. It has {2}.":
    "Das Profil '{0}' hat kein Target namens '{1}'. Es hat {2}.",
  "The target '{0}' of profile '{1}' is not a mapping.":
    "Das Target '{0}' des Profils '{1}' ist keine Zuordnung von Schlüsseln zu Werten.",
  "The target '{0}' has no `type`: which database it is must be said.":
    "Das Target '{0}' hat keinen `type`: die Art der Datenbank muss dastehen.",
  "threads must be a whole number, not {=0}.": "threads muss eine ganze Zahl sein, nicht {=0}.",
  "threads must be a whole number, not {=0} (in a template, add `| int`).":
    "threads muss eine ganze Zahl sein, nicht {=0} (in einer Vorlage `| int` anfügen).",
  "The profile '{0}' has no target named '{1}' (the name dbt uses where `target:` is missing). It has {2}.":
    "Das Profil '{0}' hat kein Target namens '{1}' (so nennt dbt es, wo `target:` fehlt). Es hat {2}.",
  "This file must be a mapping with the key `packages`.":
    "Diese Datei muss den Schlüssel `packages` haben.",
  "threads: {0} stops dbt at its first run: it must be 1 or more.":
    "threads: {0} hält dbt beim ersten Lauf an: es muss 1 oder mehr sein.",
  "threads: {0} lets dbt 2 choose for itself.": "threads: {0} lässt dbt 2 selbst wählen.",
  "dbt_project.yml must be a mapping of keys to values.":
    "dbt_project.yml muss Schlüsseln Werte zuordnen.",
  "dbt_project.yml needs a `name`.": "dbt_project.yml braucht einen `name`.",
  "'{0}' is no name for a dbt project: letters, digits and underscores only, no digit first.":
    "'{0}' ist kein Name für ein dbt-Projekt: nur Buchstaben, Ziffern und Unterstriche, keine Ziffer am Anfang.",
  "`{0}` is no key of dbt_project.yml.{=1}": "`{0}` ist kein Schlüssel von dbt_project.yml.{=1}",
  "`{0}` is no key of a properties file; dbt ignores it.{=1}":
    "`{0}` ist kein Schlüssel einer Properties-Datei; dbt übergeht ihn.{=1}",
  "`{0}` is no key of a properties file.{=1}":
    "`{0}` ist kein Schlüssel einer Properties-Datei.{=1}",
  "`{0}` must be a list.": "`{0}` muss eine Liste sein.",
  "Each item of `{0}` must be a mapping with a `name`.":
    "Jeder Eintrag von `{0}` muss eine Zuordnung mit einem `name` sein.",
  "This item of `{0}` has no `name`.": "Dieser Eintrag von `{0}` hat keinen `name`.",
  "A properties file must be a mapping with keys such as `models:` or `sources:`.":
    "Eine Properties-Datei muss Schlüssel wie `models:` oder `sources:` haben.",
  "`tests` and `data_tests` are the same setting; dbt refuses both together. Keep `data_tests`.":
    "`tests` und `data_tests` sind dieselbe Einstellung; dbt weist beide zusammen zurück. Behalten Sie `data_tests`.",
  "`tests` and `data_tests` are the same thing; dbt refuses both together. Keep `data_tests`.":
    "`tests` und `data_tests` sind dasselbe; dbt weist beide zusammen zurück. Behalten Sie `data_tests`.",
  "`{0}` is no key that dbt accepts here.{=1}": "`{0}` ist kein Schlüssel, den dbt hier nimmt.{=1}",
  "`{0}` is no key that dbt accepts here.": "`{0}` ist kein Schlüssel, den dbt hier nimmt.",
  "'{0}' is already described in {1}; dbt allows one entry per resource.":
    "'{0}' ist schon in {1} beschrieben; dbt erlaubt einen Eintrag je Ressource.",
  "No {0} is called '{1}'; dbt ignores this entry.":
    "Kein {0} heißt '{1}'; dbt übergeht diesen Eintrag.",
  "YAML reads `{0}` as {1}, not as a name, and dbt stops there. Put it in quotes.":
    "YAML liest `{0}` als {1}, nicht als Namen, und dbt bleibt dort stehen. Setzen Sie es in Anführungszeichen.",
  "YAML reads `{0}` as {1}, not as a name. Put it in quotes.":
    "YAML liest `{0}` als {1}, nicht als Namen. Setzen Sie es in Anführungszeichen.",
  "Version {0} of '{1}' is listed twice.": "Version {0} von '{1}' steht zweimal da.",
  "No model file is called '{0}', which would be version {1} of '{2}'; dbt ignores this version.":
    "Keine Modelldatei heißt '{0}', was Version {1} von '{2}' wäre; dbt übergeht diese Version.",
  "No group is called '{0}'.{=1}": "Keine Gruppe heißt '{0}'.{=1}",
  "The snapshot '{0}' needs both `strategy` and `unique_key`.":
    "Der Snapshot '{0}' braucht `strategy` und `unique_key`.",
  // Files and settings of Heddle's own.
  "{0} bytes of this file are no valid UTF-8; dbt stops at such a file. Save it as UTF-8.":
    "{0} Bytes dieser Datei sind kein gültiges UTF-8; dbt bleibt bei einer solchen Datei stehen. Speichern Sie sie als UTF-8.",
  "This file could not be read ({0}); the rest of the project was.":
    "Diese Datei war nicht zu lesen ({0}); der Rest des Projekts schon.",
  "This file lies under two search paths of one kind in dbt_project.yml: dbt reads it twice and refuses what it defines.":
    "Diese Datei liegt unter zwei gleichartigen Suchpfaden von dbt_project.yml: dbt liest sie zweimal und weist zurück, was sie definiert.",
  "{0} cannot be read as JSON: {1}; it is left out of the run history":
    "{0} ist als JSON nicht lesbar: {1}; die Datei bleibt bei den früheren Läufen außer Acht",
  "{0} holds no JSON object; it is left out of the run history":
    "{0} enthält kein JSON-Objekt; die Datei bleibt bei den früheren Läufen außer Acht",
  "{0} is a {1}, not run results; it is left out of the run history":
    "{0} ist ein {1}, keine Ergebnisse eines Laufs; die Datei bleibt bei den früheren Läufen außer Acht",
  "{0} has no list of results; it is left out of the run history":
    "{0} hat keine Liste von Ergebnissen; die Datei bleibt bei den früheren Läufen außer Acht",
  "{0}: {1} of {2} results have no unique_id or status and are left out":
    "{0}: {1} von {2} Ergebnissen haben keine unique_id oder keinen Status und bleiben außer Acht",
  "No rule is named {0}; docs/rules lists them.":
    "Keine Regel heißt {0}; docs/rules zählt sie auf.",
  "A severity is one of {0}.": "Ein Schweregrad ist eines von {0}.",
  "`rules` is a mapping of rule names to severities.":
    "`rules` ordnet Namen von Regeln Schweregrade zu.",
  "`server:` holds `memory`, a size with its unit such as 16GB.":
    "`server:` enthält `memory`, eine Größe mit Einheit wie 16GB.",
  "{0} cannot be read, so all findings are shown; heddle check --write-baseline writes one.":
    "{0} ist nicht lesbar, darum sind alle Befunde zu sehen; heddle check --write-baseline schreibt eine.",
};

/** Ends of sentences that many readers share. */
export const READER_PHRASES: Table = {
  "Did you mean '{0}'?": "Meinten Sie '{0}'?",
  "Did you mean {0}?": "Meinten Sie {0}?",
  nothing: "nichts",
  "It has {=0}.": "Es hat {=0}.",
};
