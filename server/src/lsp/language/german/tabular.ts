/** Tabular models in German: findings by rule, then what cards and lenses say. */
import type { Table } from "../phraseBook";

export const TABULAR: Readonly<Record<string, Table>> = {
  "attribute-hierarchy-on-measure-column": {
    "{0} builds attribute hierarchies for {=1} {=2} in every refresh; only MDX clients such as Excel use them, and rarely for numbers that are added up.":
      "{0} baut bei jeder Aktualisierung Attributhierarchien für {=1} {=2}; nur MDX-Programme wie Excel nutzen sie, und selten für Zahlen, die summiert werden.",
  },
  "bim-syntax": {
    "Nested deeper than {0} levels: this is no tabular model.":
      "Tiefer als {0} Ebenen verschachtelt: das ist kein tabellarisches Modell.",
    "No tabular model found: a .bim file holds an object with a `model` object in it.":
      "Kein tabellarisches Modell gefunden: eine .bim-Datei enthält ein Objekt mit einem Objekt `model` darin.",
    "Not valid JSON here: {0}.": "Hier kein gültiges JSON: {0}.",
  },
  "calculated-column-pushdown": {
    "{0} computes {=1} {=2} from its own rows; a refresh of any partition computes all rows again, which a column of the source would not.":
      "{0} berechnet {=1} {=2} aus den eigenen Zeilen; jede Aktualisierung einer Partition berechnet alle Zeilen neu, was eine Spalte der Quelle nicht täte.",
  },
  "calculated-table-waits": {
    "{0} is computed from {=1} after it is in, on every refresh of it; a view or query of the source loads beside the others.":
      "{0} wird aus {=1} berechnet, wenn es geladen ist, bei jeder Aktualisierung davon; eine View oder Abfrage der Quelle lädt neben den anderen.",
    "{0} is computed from {=1} after they are in, on every refresh of one of them; a view or query of the source loads beside the others.":
      "{0} wird aus {=1} berechnet, wenn sie geladen sind, bei jeder Aktualisierung einer davon; eine View oder Abfrage der Quelle lädt neben den anderen.",
  },
  "connections-below-partitions": {
    "Data source {0} allows {=1}, but {2} partitions load under that limit; the others wait. {3} is worth a try if the source bears it.":
      "Die Datenquelle {0} erlaubt {=1}, aber {2} Partitionen laden unter dieser Grenze; die anderen warten. {3} ist einen Versuch wert, wenn die Quelle es trägt.",
    "The model allows {=0} per source, but {1} partitions load under that limit; the others wait. {2} is worth a try if the source bears it.":
      "Das Modell erlaubt {=0} je Quelle, aber {1} Partitionen laden unter dieser Grenze; die anderen warten. {2} ist einen Versuch wert, wenn die Quelle es trägt.",
    "A refresh runs at most {=0} at once, but {1} partitions load under that limit; the others wait. {2} is worth a try if the source bears it.":
      "Eine Aktualisierung führt höchstens {=0} zugleich aus, aber {1} Partitionen laden unter dieser Grenze; die anderen warten. {2} ist einen Versuch wert, wenn die Quelle es trägt.",
  },
  "encoder-bound-table": {
    "{0} readers of {1} deliver {2} times as fast as one encoder per table takes {3} columns ({4} of them text); fewer or narrower columns help, more partitions do not. Rates are assumed, and engines since 2016 may encode per partition.":
      "{0} Leser von {1} liefern {2}-mal so schnell, wie ein Encoder je Tabelle {3} Spalten annimmt ({4} davon Text); weniger oder schmalere Spalten helfen, mehr Partitionen nicht. Die Raten sind angenommen, und Engines seit 2016 kodieren vielleicht je Partition.",
  },
  "encoding-hint-for-key": {
    "{0} loads {1} partitions, and the engine guesses how to encode {=2} {=3} from the first rows; where a later key does not fit, all partitions are encoded again. `encodingHint: hash` settles it for keys.":
      "{0} lädt {1} Partitionen, und die Engine rät aus den ersten Zeilen, wie {=2} {=3} zu kodieren ist; passt ein späterer Schlüssel nicht, werden alle Partitionen neu kodiert. `encodingHint: hash` legt es für Schlüssel fest.",
  },
  "more-partitions-than-run": {
    "{0} loads {=1} rows in {2} partitions, of which {3} load at once; the others wait, and none fills an eighth of a segment. {4} would load as fast and compress better.":
      "{0} lädt {=1} Zeilen in {2} Partitionen, von denen {3} zugleich laden; die anderen warten, und keine füllt ein Achtel eines Segments. {4} lüden so schnell und ließen sich besser komprimieren.",
  },
  "partitions-reread-source": {
    "{0} partitions of {1} each read all of {2} and keep a part; a file per partition, or a source that can filter, reads every row once.":
      "{0} Partitionen von {1} lesen jeweils ganz {2} und behalten einen Teil; eine Datei je Partition oder eine Quelle, die filtern kann, liest jede Zeile einmal.",
  },
  "refreshes-outside-one-transaction": {
    "{0} requests refresh {1} one after another, and each calculates columns, hierarchies and relationships again; in one `sequence`, which is one transaction, they load in parallel and are calculated once.":
      "{0} Befehle aktualisieren {1} nacheinander, und jeder berechnet Spalten, Hierarchien und Beziehungen neu; in einer `sequence`, also einer Transaktion, laden sie parallel und werden einmal berechnet.",
  },
  "sequence-out-of-order": {
    "{0} stands after {1}, so the refreshes of this sequence no longer run side by side{=2}. Parallel is: clearValues, then dataOnly, then one full or calculate at the end.":
      "{0} steht nach {1}; so laufen die Aktualisierungen dieser Sequenz nicht mehr nebeneinander{=2}. Parallel ist: clearValues, dann dataOnly, dann ein full oder calculate am Ende.",
  },
  "service-default-waves": {
    "{0} partitions of large or partitioned tables load, and the Power BI service is said to run {1} jobs at once where nothing else is asked for: {2} waves. {=3} raises it; {4} is worth a try.":
      "{0} Partitionen großer oder partitionierter Tabellen laden, und der Power-BI-Dienst führt dem Vernehmen nach {1} Aufgaben zugleich aus, wenn nichts anderes verlangt ist: {2} Wellen. {=3} erhöht das; {4} ist einen Versuch wert.",
  },
  "single-partition-large-table": {
    "{0} has {=1} rows in one partition, so a single reader loads it; partitions of a few million rows each can load at once.":
      "{0} hat {=1} Zeilen in einer Partition; so lädt ein einziger Leser. Partitionen von je ein paar Millionen Zeilen können zugleich laden.",
  },
  "string-where-integer": {
    "{0} keeps {=1} {=2} as text, which is always hash-encoded; as integers (1 and 0, a surrogate key) they encode faster. Judged by name and relationships; values are not known here.":
      "{0} hält {=1} {=2} als Text, der immer über ein Wörterbuch kodiert wird; als ganze Zahlen (1 und 0, ein künstlicher Schlüssel) geht es schneller. Nach Namen und Beziehungen geurteilt; Werte sind hier nicht bekannt.",
  },
  "tmdl-syntax": {
    "A property stands outside of any object; indent it below one.":
      "Eine Eigenschaft steht außerhalb jedes Objekts; rücken Sie sie unter eines ein.",
    "The ``` block that begins here is not closed.":
      "Der ```-Block, der hier beginnt, ist nicht geschlossen.",
    "{0} stands twice in {1}; TMDL refuses that.":
      "{0} steht zweimal in {1}; TMDL weist das zurück.",
    "{0} is indented, but nothing stands above it.":
      "{0} ist eingerückt, aber nichts steht darüber.",
    "{0} has this property in {1} already; TMDL refuses a second one.":
      "{0} hat diese Eigenschaft schon in {1}; TMDL weist eine zweite zurück.",
  },
  "uneven-partitions": {
    "{0} holds {=1} of the {=2} rows of {3} in {4} partitions; parts of equal size end together.":
      "{0} enthält {=1} der {=2} Zeilen von {3} in {4} Partitionen; gleich große Teile werden zugleich fertig.",
  },
  "unused-column": {
    "{0} loads hidden {=1} {=2}, which no DAX, relationship, hierarchy or sort order uses; each is read, encoded and compressed in every refresh. Reports outside this folder are not seen.":
      "{0} lädt verborgen {=1} {=2}, ohne dass DAX, eine Beziehung, Hierarchie oder Sortierung es nutzt; jede wird bei jeder Aktualisierung gelesen, kodiert und komprimiert. Berichte außerhalb dieses Ordners sind nicht zu sehen.",
  },
  "wide-string-in-fact": {
    "{0} encodes {=1} {=2} as text in each of {=3} rows; a dimension table with the text and an integer key in its place encodes faster.":
      "{0} kodiert {=1} {=2} als Text in jeder von {=3} Zeilen; eine Dimensionstabelle mit dem Text und an seiner Stelle ein ganzzahliger Schlüssel geht schneller.",
  },
};

export const TABULAR_PHRASES: Table = {
  column: "Spalte",
  columns: "Spalten",
  "1 column": "1 Spalte",
  "{#0} columns": "{#0} Spalten",
  "1 partition": "1 Partition",
  "{#0} partitions": "{#0} Partitionen",
  "1 table": "1 Tabelle",
  "{#0} tables": "{#0} Tabellen",
  "1 data source": "1 Datenquelle",
  "{#0} data sources": "{#0} Datenquellen",
  "{0} data source": "Datenquelle ({0})",
  "1 connection": "1 Verbindung",
  "{#0} connections": "{#0} Verbindungen",
  "1 reader": "1 Leser",
  "{#0} readers": "{#0} Leser",
  "1 encoder": "1 Encoder",
  "{#0} encoders": "{#0} Encoder",
  "1 job": "1 Aufgabe",
  "{#0} job": "{#0} Aufgabe",
  "{#0} jobs": "{#0} Aufgaben",
  "{#0} million": "{#0} Mio.",
  "{#0} rows": "{#0} Zeilen",
  "rows unknown": "Zeilen unbekannt",
  "{#0} distinct values": "{#0} verschiedene Werte",
  hidden: "verborgen",
  "calculated column": "berechnete Spalte",
  "{0} column": "Spalte ({0})",
  "{0} partition": "Partition ({0})",
  "{=0} from {1}": "{=0} aus {1}",
  "{0} tables hold no data: nothing to process":
    "Tabellen der Art {0} enthalten keine Daten: nichts zu verarbeiten",
  "{0} table without partitions: nothing to process":
    "Tabelle der Art {0} ohne Partitionen: nichts zu verarbeiten",
  // Labels.
  Refresh: "Aktualisierung",
  "Full refresh": "Volle Aktualisierung",
  "In the refresh": "In der Aktualisierung",
  Decides: "Entscheidet",
  Times: "Zeiten",
  "Side by side": "Nebeneinander",
  Calculated: "Berechnet",
  Encoding: "Kodierung",
  "Re-encoding": "Neu kodieren",
  "Attribute hierarchy": "Attributhierarchie",
  "Used by": "Genutzt von",
  Bottleneck: "Engpass",
  Connections: "Verbindungen",
  // Steps.
  reading: "lesen",
  encoding: "kodieren",
  "encoding anew": "neu kodieren",
  compressing: "komprimieren",
  "calculated table": "berechnete Tabelle",
  "calculated columns": "berechnete Spalten",
  "attribute hierarchies": "Attributhierarchien",
  "user hierarchies": "Benutzerhierarchien",
  relationships: "Beziehungen",
  "reading {0}": "lesen {0}",
  "encoding {0}": "kodieren {0}",
  "encoding anew {0}": "neu kodieren {0}",
  "compressing {0}": "komprimieren {0}",
  "calculated table {0}": "berechnete Tabelle {0}",
  "calculated columns {0}": "berechnete Spalten {0}",
  "attribute hierarchies {0}": "Attributhierarchien {0}",
  "user hierarchies {0}": "Benutzerhierarchien {0}",
  "relationships {0}": "Beziehungen {0}",
  // Lenses and cards.
  "{=0} of {1}: {2} ({3})": "{=0} von {1}: {2} ({3})",
  "{=0}, {=1} at once": "{=0}, {=1} zugleich",
  "{=0} at once": "{=0} zugleich",
  "decides {0} of {1}": "entscheidet {0} von {1}",
  "{0}, decides nothing": "{0}, entscheidet nichts",
  "waits {0}": "wartet {0}",
  "starts {0}, ends {1} of {2}": "beginnt {0}, endet {1} von {2}",
  "its jobs wait {0} in all for a connection, an encoder or a thread":
    "seine Aufgaben warten zusammen {0} auf Verbindung, Encoder oder Thread",
  "nothing: the refresh would not be shorter without it":
    "nichts: ohne sie wäre die Aktualisierung nicht kürzer",
  "({0}), most of it {=1}": "({0}), das meiste davon {=1}",
  "{=0} at once: {=1}, {=2} to {3}": "{=0} zugleich: {=1}, {=2} zu {3}",
  "{=0}: one per table (heddle.yml: encoder)": "{=0}: einer je Tabelle (heddle.yml: encoder)",
  "{=0}: one per partition (heddle.yml: encoder)": "{=0}: einer je Partition (heddle.yml: encoder)",
  "saves {0} if followed alone": "spart {0}, wenn nur das befolgt wird",
  "with {=0} at once, at least {1} in any order · {=2} rates":
    "mit {=0} zugleich, mindestens {1} in jeder Reihenfolge · Raten {=2}",
  "nothing takes time": "nichts braucht Zeit",
  "shorter by {=0}": "kürzer durch {=0}",
  "more partitions or connections, if the source bears them":
    "mehr Partitionen oder Verbindungen, wenn die Quelle sie trägt",
  "fewer columns, or numbers in place of text": "weniger Spalten, oder Zahlen statt Text",
  "encodingHint: hash on the keys": "encodingHint: hash an den Schlüsseln",
  "fewer columns, or partitions with an encoder of their own":
    "weniger Spalten, oder Partitionen mit eigenem Encoder",
  "a view of the source in its place": "eine View der Quelle an ihrer Stelle",
  "columns of the source in their place": "Spalten der Quelle an ihrer Stelle",
  "isAvailableInMdx: false where no MDX client groups":
    "isAvailableInMdx: false, wo kein MDX-Programm gruppiert",
  "fewer user hierarchies on large tables": "weniger Benutzerhierarchien an großen Tabellen",
  "fewer relationships on large tables": "weniger Beziehungen an großen Tabellen",
  "{0} at once ({1}); {=2} read from it": "{0} zugleich ({1}); {=2} lesen daraus",
  "{0} at once (10, the default where nothing is set); {=1} read from it":
    "{0} zugleich (10, wenn nichts gesetzt ist); {=1} lesen daraus",
  "readers wait {0} in all for a connection or a thread; reading decides {1} of {2}":
    "Leser warten zusammen {0} auf Verbindung oder Thread; das Lesen entscheidet {1} von {2}",
  "estimated: rates fitted on a trace": "geschätzt: Raten aus einer Aufzeichnung",
  "given: rates of heddle.yml": "angegeben: Raten aus heddle.yml",
  "assumed: trust proportions, not minutes":
    "angenommen: verlassen Sie sich auf Verhältnisse, nicht auf Minuten",
  "rows unknown, counted as {0} per partition": "Zeilen unbekannt, je Partition mit {0} gezählt",
  "after all data is in, for all rows on every refresh of any partition: {0}":
    "wenn alle Daten da sind, für alle Zeilen bei jeder Aktualisierung einer Partition: {0}",
  "by value": "nach Wert",
  "text always is; each value is looked up in a dictionary":
    "Text immer; jeder Wert wird in einem Wörterbuch nachgeschlagen",
  "binary values always are": "binäre Werte immer",
  "its encodingHint asks for it": "ihr encodingHint verlangt es",
  "its encodingHint asks for it; the engine may still change its mind":
    "ihr encodingHint verlangt es; die Engine kann es sich noch anders überlegen",
  "expected of a key in a relationship, whose values spread widely":
    "bei einem Schlüssel einer Beziehung zu erwarten, dessen Werte weit streuen",
  "expected of a key, whose values spread widely":
    "bei einem Schlüssel zu erwarten, dessen Werte weit streuen",
  "expected of a number in no relationship; a sample of the data decides":
    "bei einer Zahl ohne Beziehung zu erwarten; eine Stichprobe der Daten entscheidet",
  "{0} per refresh, {1} of what {2} encodes": "{0} je Aktualisierung, {1} dessen, was {2} kodiert",
  "at most +{0}": "höchstens +{0}",
  "of {0}, where its encoding by value is given up in the last segment (assumed: {=1})":
    "von {0}, wenn die Kodierung nach Wert im letzten Segment aufgegeben wird (angenommen: {=1})",
  "the engine guesses from the first rows, and a later segment of a key may contradict":
    "die Engine rät aus den ersten Zeilen, und ein späteres Segment eines Schlüssels kann dem widersprechen",
  "not expected of this column": "bei dieser Spalte nicht zu erwarten",
  "rules it out": "schließt das aus",
  "none: isAvailableInMdx is false": "keine: isAvailableInMdx ist false",
  "distinct values unknown, every row counts as one":
    "verschiedene Werte unbekannt, jede Zeile zählt als einer",
  "built in every refresh: {0} ({=1})": "bei jeder Aktualisierung gebaut: {0} ({=1})",
  "needed: a hierarchy, sort order or variation uses the column":
    "nötig: eine Hierarchie, Sortierung oder Variation nutzt die Spalte",
  "saves that; Excel and other MDX clients can then not group by it":
    "spart das; Excel und andere MDX-Programme können dann nicht danach gruppieren",
  "the relationship to {0}": "die Beziehung zu {0}",
  "the relationship from {0}": "die Beziehung von {0}",
  "hierarchy {0}": "Hierarchie {0}",
  "order of {0}": "Sortierung von {0}",
  "DAX that names a column like it": "DAX, das eine Spalte dieses Namens nennt",
  "nothing in this model; reports are not seen":
    "nichts in diesem Modell; Berichte sind nicht zu sehen",
  "and are calculated more than once": "und werden mehr als einmal berechnet",
  "`maxParallelismPerRefresh` of the model": "`maxParallelismPerRefresh` des Modells",
  "the `maxParallelism` of the refresh command, which `heddle plan` writes,":
    "`maxParallelism` des Befehls, den `heddle plan` schreibt,",
  // Fixes and further places.
  "Set encodingHint to hash for {0} {=1}": "encodingHint auf hash setzen für {0} {=1}",
  "Set maxParallelismPerRefresh to {0}": "maxParallelismPerRefresh auf {0} setzen",
  "Set {0} to {1}": "{0} auf {1} setzen",
  "Set isAvailableInMdx to false for {0} {=1} (Excel can then not group by it)":
    "isAvailableInMdx auf false setzen für {0} {=1} (Excel kann dann nicht danach gruppieren)",
  "Set isAvailableInMdx to false for {0} {=1} (Excel can then not group by them)":
    "isAvailableInMdx auf false setzen für {0} {=1} (Excel kann dann nicht danach gruppieren)",
  "Wrap the refreshes in one sequence (one transaction)":
    "Die Aktualisierungen in eine Sequenz fassen (eine Transaktion)",
  "Load the data in one sequence and calculate once at its end":
    "Die Daten in einer Sequenz laden und an ihrem Ende einmal berechnen",
  "This refresh calculates again": "Diese Aktualisierung berechnet noch einmal",
  "{0} is a key without encoding hint": "{0} ist ein Schlüssel ohne encodingHint",
  "{0} is a key of a relationship and text": "{0} ist Schlüssel einer Beziehung und Text",
  "{0} is named like a flag and text": "{0} heißt wie ein Ja/Nein-Feld und ist Text",
  "{0} is text; how many distinct values it has is not known":
    "{0} ist Text; wie viele verschiedene Werte es hat, ist nicht bekannt",
  "{0} is text with {1} distinct values": "{0} ist Text mit {1} verschiedenen Werten",
  "{0} is not used in the model": "{0} wird im Modell nicht genutzt",
  "{0} uses no other row or table": "{0} nutzt keine andere Zeile oder Tabelle",
  "{0} has isAvailableInMdx on": "bei {0} ist isAvailableInMdx an",
};
