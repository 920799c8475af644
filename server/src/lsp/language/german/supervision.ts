/** German of what the supervisor says, which loads no other words. */
import type { Table } from "../phraseBook";

export const SUPERVISION_PHRASES: Table = {
  "Heddle's language server needed too much memory and was started anew.":
    "Heddles Sprachserver brauchte zu viel Speicher und wurde neu gestartet.",
  "Heddle's language server did not come to an end and was started anew.":
    "Heddles Sprachserver kam nicht zu einem Ende und wurde neu gestartet.",
  "Evaluating {0} needed too much memory. Heddle leaves the file alone until it changes; everything else goes on.":
    "Das Auswerten von {0} brauchte zu viel Speicher. Heddle rührt die Datei nicht an, bis sie sich ändert; alles andere geht weiter.",
  "Evaluating {0} did not come to an end. Heddle leaves the file alone until it changes; everything else goes on.":
    "Das Auswerten von {0} kam nicht zu einem Ende. Heddle rührt die Datei nicht an, bis sie sich ändert; alles andere geht weiter.",
};
