<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>EODeep</name>
    <message>
        <source>Align vectors</source>
        <translation>Vektoren ausrichten</translation>
    </message>
    <message>
        <source>Buildings and maps</source>
        <translation>Gebäude und Karten</translation>
    </message>
    <message>
        <source>Move the objects of a map, such as OpenStreetMap buildings, to their true position on an image.</source>
        <translation>Verschiebt die Objekte einer Karte, etwa Gebäude aus OpenStreetMap, an ihre wahre Lage auf einem Bild.</translation>
    </message>
    <message>
        <source>Each object is matched with the image within the maximum shift. Neighbours get similar shifts, because map errors are usually alike nearby. Shapes, attributes, holes and shared edges are kept. New fields give the shift, its confidence, and whether the object was found on the image. Objects that are not found follow their neighbours where these agree. Objects that are hidden by clouds or lie outside the image stay where they are. Images can be of any size and in any CRS.</source>
        <translation>Jedes Objekt wird innerhalb der größten Verschiebung dem Bild zugeordnet. Nachbarn erhalten ähnliche Verschiebungen, weil sich Kartenfehler in der Nähe meist gleichen. Formen, Attribute, Löcher und gemeinsame Kanten bleiben erhalten. Neue Felder nennen die Verschiebung, ihre Konfidenz und ob das Objekt auf dem Bild gefunden wurde. Nicht gefundene Objekte folgen ihren Nachbarn, wo diese übereinstimmen. Objekte, die unter Wolken oder außerhalb des Bildes liegen, bleiben, wo sie sind. Bilder können beliebig groß sein und jedes KBS haben.</translation>
    </message>
    <message>
        <source>register</source>
        <translation>registrieren</translation>
    </message>
    <message>
        <source>shift</source>
        <translation>Verschiebung</translation>
    </message>
    <message>
        <source>offset</source>
        <translation>Versatz</translation>
    </message>
    <message>
        <source>OpenStreetMap</source>
        <translation>OpenStreetMap</translation>
    </message>
    <message>
        <source>OSM</source>
        <translation>OSM</translation>
    </message>
    <message>
        <source>cadastre</source>
        <translation>Kataster</translation>
    </message>
    <message>
        <source>buildings</source>
        <translation>Gebäude</translation>
    </message>
    <message>
        <source>conflation</source>
        <translation>Datenabgleich</translation>
    </message>
    <message>
        <source>snap</source>
        <translation>einrasten</translation>
    </message>
    <message>
        <source>georeference</source>
        <translation>georeferenzieren</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>An aerial or satellite image with red, green and blue bands and a resolution of 0.07 to 1 m.</source>
        <translation>Ein Luft- oder Satellitenbild mit den Kanälen Rot, Grün und Blau und einer Auflösung von 0,07 bis 1 m.</translation>
    </message>
    <message>
        <source>Vectors</source>
        <translation>Vektoren</translation>
    </message>
    <message>
        <source>The polygons or lines to align. They can be in any CRS; the result has the same CRS.</source>
        <translation>Die auszurichtenden Polygone oder Linien. Sie können jedes KBS haben; das Ergebnis hat dasselbe KBS.</translation>
    </message>
    <message>
        <source>Model (default: bundled)</source>
        <translation>Modell (Vorgabe: mitgeliefert)</translation>
    </message>
    <message>
        <source>For the method 'learned', an alignment model; for 'correlation', a segmentation model with a building class. Default: the bundled model for the method.</source>
        <translation>Für die Methode „learned“ ein Ausrichtungsmodell; für „correlation“ ein Segmentierungsmodell mit einer Gebäudeklasse. Vorgabe: das mitgelieferte Modell der Methode.</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>'learned' uses a network that was trained to match maps with images. 'correlation' needs only a segmentation model: it moves each polygon to where it covers most of the pixels classified as building.</source>
        <translation>„learned“ verwendet ein Netz, das darauf trainiert wurde, Karten und Bilder einander zuzuordnen. „correlation“ braucht nur ein Segmentierungsmodell: Jedes Polygon wird dorthin verschoben, wo es die meisten als Gebäude klassifizierten Pixel bedeckt.</translation>
    </message>
    <message>
        <source>learned</source>
        <translation>gelernt</translation>
    </message>
    <message>
        <source>correlation</source>
        <translation>Korrelation</translation>
    </message>
    <message>
        <source>Rigidity</source>
        <translation>Starrheit</translation>
    </message>
    <message>
        <source>'object' moves each object as a whole, and rotates it where the image shows the rotation clearly; angles and lengths are kept. 'vertex' also moves the vertices of polygons to nearby edges on the image, for distorted maps.</source>
        <translation>„object“ verschiebt jedes Objekt als Ganzes und dreht es, wo das Bild die Drehung deutlich zeigt; Winkel und Längen bleiben erhalten. „vertex“ verschiebt außerdem die Stützpunkte von Polygonen auf nahe Kanten im Bild, für verzerrte Karten.</translation>
    </message>
    <message>
        <source>object</source>
        <translation>Objekt</translation>
    </message>
    <message>
        <source>vertex</source>
        <translation>Stützpunkt</translation>
    </message>
    <message>
        <source>Maximum shift (m)</source>
        <translation>Größte Verschiebung (m)</translation>
    </message>
    <message>
        <source>Maximum distance between an object and its true position. Objects farther away are not found. Larger values take longer and cause more false matches.</source>
        <translation>Größter Abstand zwischen einem Objekt und seiner wahren Lage. Weiter entfernte Objekte werden nicht gefunden. Größere Werte dauern länger und führen zu mehr falschen Zuordnungen.</translation>
    </message>
    <message>
        <source>Smoothness</source>
        <translation>Glätte</translation>
    </message>
    <message>
        <source>How strongly neighbouring objects are given similar shifts: 0 = each object alone, 1 = as calibrated in training, 2 = twice as strongly.</source>
        <translation>Wie stark benachbarte Objekte ähnliche Verschiebungen erhalten: 0 = jedes Objekt für sich, 1 = wie im Training kalibriert, 2 = doppelt so stark.</translation>
    </message>
    <message>
        <source>Objects not found</source>
        <translation>Nicht gefundene Objekte</translation>
    </message>
    <message>
        <source>What happens to objects that are not found on the image. 'follow' moves an object by the mean shift of its neighbours, if most of them have similar shifts (to 1.8 m); its status is 'follows neighbours' and its confidence is 0.5 at most. 'stay' leaves it where it is. With a smoothness of 0, objects stay.</source>
        <translation>Was mit Objekten geschieht, die auf dem Bild nicht gefunden werden. „follow“ verschiebt ein Objekt um die mittlere Verschiebung seiner Nachbarn, wenn sich die meisten davon gleichen (bis auf 1,8 m); sein Status ist „follows neighbours“ und seine Konfidenz höchstens 0,5. „stay“ lässt es, wo es ist. Bei einer Glätte von 0 bleiben Objekte, wo sie sind.</translation>
    </message>
    <message>
        <source>follow</source>
        <translation>Nachbarn folgen</translation>
    </message>
    <message>
        <source>stay</source>
        <translation>liegen lassen</translation>
    </message>
    <message>
        <source>Bands (in the model's order)</source>
        <translation>Kanäle (in der Reihenfolge des Modells)</translation>
    </message>
    <message>
        <source>The bands of the image that correspond to those of the model, in the model's order. Default: bands are matched by name; an image without band names must have as many bands as the model.</source>
        <translation>Die Kanäle des Bildes, die denen des Modells entsprechen, in der Reihenfolge des Modells. Vorgabe: Kanäle werden nach Namen zugeordnet; ein Bild ohne Kanalnamen muss so viele Kanäle haben wie das Modell.</translation>
    </message>
    <message>
        <source>Resample to the model's resolution</source>
        <translation>Auf die Auflösung des Modells neu abtasten</translation>
    </message>
    <message>
        <source>Resamples an image that is finer or coarser than the training images to the model's resolution. Objects then have the size in pixels that the network was trained with.</source>
        <translation>Tastet ein Bild, das feiner oder gröber als die Trainingsbilder ist, auf die Auflösung des Modells neu ab. Objekte haben dann die Größe in Pixeln, mit der das Netz trainiert wurde.</translation>
    </message>
    <message>
        <source>Pixel size of an image without CRS (m)</source>
        <translation>Pixelgröße eines Bildes ohne KBS (m)</translation>
    </message>
    <message>
        <source>The pixel size on the ground of an image without CRS, which is needed to resample it to the model's resolution. Default: an image without CRS is not resampled.</source>
        <translation>Die Pixelgröße am Boden für ein Bild ohne KBS; sie ist nötig, um es auf die Auflösung des Modells neu abzutasten. Vorgabe: Ein Bild ohne KBS wird nicht neu abgetastet.</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>The processor that runs the network. 'auto' takes the one chosen in the options (Processing &gt; Providers &gt; EO Deep), else the best one available, 'cuda' an NVIDIA GPU ('cuda:1' the second one), 'mps' an Apple GPU. Only 'auto' without a chosen one falls back to the CPU; any other device must be available.</source>
        <translation>Der Prozessor, auf dem das Netz rechnet. „auto“ nimmt den in den Optionen gewählten (Verarbeitung &gt; Datenanbieter &gt; EO Deep), sonst den besten verfügbaren, „cuda“ eine NVIDIA-GPU („cuda:1“ die zweite), „mps“ eine Apple-GPU. Nur „auto“ ohne gewählten Prozessor weicht auf die CPU aus; jeder andere Prozessor muss verfügbar sein.</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>auto</translation>
    </message>
    <message>
        <source>cpu</source>
        <translation>cpu</translation>
    </message>
    <message>
        <source>cuda</source>
        <translation>cuda</translation>
    </message>
    <message>
        <source>cuda:1</source>
        <translation>cuda:1</translation>
    </message>
    <message>
        <source>cuda:2</source>
        <translation>cuda:2</translation>
    </message>
    <message>
        <source>cuda:3</source>
        <translation>cuda:3</translation>
    </message>
    <message>
        <source>mps</source>
        <translation>mps</translation>
    </message>
    <message>
        <source>Aligned vectors</source>
        <translation>Ausgerichtete Vektoren</translation>
    </message>
    <message>
        <source>The same features and fields, with the shift to the east (dx_m), to the north (dy_m) and its length (shift_m), the rotation (turn_deg, counterclockwise), the probability that the object now lies within 0.6 m of its true position (confidence, 0 to 1), and the result (status: aligned, unchanged, follows neighbours, not found in image).</source>
        <translation>Dieselben Objekte und Felder, mit der Verschiebung nach Osten (dx_m), nach Norden (dy_m) und ihrer Länge (shift_m), der Drehung (turn_deg, gegen den Uhrzeigersinn), der Wahrscheinlichkeit, dass das Objekt nun höchstens 0,6 m neben seiner wahren Lage liegt (confidence, 0 bis 1), und dem Ergebnis (status: aligned, unchanged, follows neighbours, not found in image).</translation>
    </message>
    <message>
        <source>Displacement</source>
        <translation>Verschiebungsfeld</translation>
    </message>
    <message>
        <source>A GeoTIFF with cells of about 3 m: the shifts to the east and to the north that correct the map at each place (m), and their variance (m²).</source>
        <translation>Ein GeoTIFF mit Zellen von etwa 3 m: die Verschiebungen nach Osten und nach Norden, die die Karte an jeder Stelle berichtigen (m), und ihre Varianz (m²).</translation>
    </message>
    <message>
        <source>Alignment report</source>
        <translation>Ausrichtungsbericht</translation>
    </message>
    <message>
        <source>An HTML page with a summary of the shifts, a map of arrows, and examples on the image.</source>
        <translation>Eine HTML-Seite mit einer Übersicht der Verschiebungen, einer Karte mit Pfeilen und Beispielen auf dem Bild.</translation>
    </message>
    <message>
        <source>HTML files</source>
        <translation>HTML-Dateien</translation>
    </message>
    <message>
        <source>Aligned objects</source>
        <translation>Ausgerichtete Objekte</translation>
    </message>
    <message>
        <source>Number of objects that were moved.</source>
        <translation>Anzahl der verschobenen Objekte.</translation>
    </message>
    <message>
        <source>Unchanged objects</source>
        <translation>Unveränderte Objekte</translation>
    </message>
    <message>
        <source>Number of objects that already lie at their true position.</source>
        <translation>Anzahl der Objekte, die schon an ihrer wahren Lage liegen.</translation>
    </message>
    <message>
        <source>Objects that follow neighbours</source>
        <translation>Objekte, die Nachbarn folgen</translation>
    </message>
    <message>
        <source>Number of objects that were not found on the image and were moved with their neighbours.</source>
        <translation>Anzahl der Objekte, die auf dem Bild nicht gefunden und mit ihren Nachbarn verschoben wurden.</translation>
    </message>
    <message>
        <source>Number of objects that were not found on the image within the maximum shift, and stay where they are.</source>
        <translation>Anzahl der Objekte, die auf dem Bild innerhalb der größten Verschiebung nicht gefunden wurden und bleiben, wo sie sind.</translation>
    </message>
    <message>
        <source>Median shift (m)</source>
        <translation>Median der Verschiebungen (m)</translation>
    </message>
    <message>
        <source>Median shift of the aligned objects.</source>
        <translation>Median der Verschiebungen der ausgerichteten Objekte.</translation>
    </message>
    <message>
        <source>Assess accuracy</source>
        <translation>Genauigkeit bewerten</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Compare a class map or polygons with reference data.</source>
        <translation>Vergleicht eine Klassenkarte oder Polygone mit Referenzdaten.</translation>
    </message>
    <message>
        <source>Counts the pixels of every pair of classes and computes the usual measures: overall accuracy, kappa, and for each class precision, recall, F-score and intersection over union (IoU). Polygons are also matched one to one: as many pairs as possible with an IoU of at least 0.5 (maximum matching, as in Compare polygons). Layers in different CRSs are reprojected. Classes are the same if they have the same name in the legends or in the class field. If a class has no name, the class number is compared; masks of 0 and 255 are the same as masks of 0 and 1. Pixels that are nodata in either layer do not count.</source>
        <translation>Zählt die Pixel jedes Klassenpaars und berechnet die üblichen Maße: Gesamtgenauigkeit, Kappa und für jede Klasse Präzision, Trefferquote, F-Maß und Schnitt durch Vereinigung (IoU). Polygone werden außerdem eins zu eins zugeordnet: so viele Paare wie möglich mit einem IoU von mindestens 0,5 (größte Zuordnung, wie in „Polygone vergleichen“). Layer mit verschiedenen KBS werden umprojiziert. Klassen sind gleich, wenn sie in den Legenden oder im Klassenfeld denselben Namen haben. Hat eine Klasse keinen Namen, wird die Klassennummer verglichen; Masken aus 0 und 255 sind dasselbe wie Masken aus 0 und 1. Pixel, die in einem der Layer NoData sind, zählen nicht.</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>Validierung</translation>
    </message>
    <message>
        <source>confusion matrix</source>
        <translation>Konfusionsmatrix</translation>
    </message>
    <message>
        <source>iou</source>
        <translation>iou</translation>
    </message>
    <message>
        <source>kappa</source>
        <translation>Kappa</translation>
    </message>
    <message>
        <source>f1</source>
        <translation>f1</translation>
    </message>
    <message>
        <source>precision</source>
        <translation>Präzision</translation>
    </message>
    <message>
        <source>recall</source>
        <translation>Trefferquote</translation>
    </message>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>Vorhersage</translation>
    </message>
    <message>
        <source>The map to assess: a class raster or polygons.</source>
        <translation>Die zu bewertende Karte: ein Klassenraster oder Polygone.</translation>
    </message>
    <message>
        <source>Reference data</source>
        <translation>Referenzdaten</translation>
    </message>
    <message>
        <source>The reference data: a class raster or polygons.</source>
        <translation>Die Referenzdaten: ein Klassenraster oder Polygone.</translation>
    </message>
    <message>
        <source>Class field</source>
        <translation>Klassenfeld</translation>
    </message>
    <message>
        <source>The field of the reference polygons with the class. Default: all polygons are one class, and everything else is background.</source>
        <translation>Das Feld der Referenzpolygone mit der Klasse. Vorgabe: Alle Polygone sind eine Klasse, alles andere ist Hintergrund.</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Gebiet</translation>
    </message>
    <message>
        <source>Only pixels inside these polygons (in any CRS) count. Default: all pixels.</source>
        <translation>Nur Pixel innerhalb dieser Polygone (in beliebigem KBS) zählen. Vorgabe: alle Pixel.</translation>
    </message>
    <message>
        <source>Error map</source>
        <translation>Fehlerkarte</translation>
    </message>
    <message>
        <source>A GeoTIFF of true positives, false positives and false negatives. Where only polygons are compared, it is nodata far from all polygons.</source>
        <translation>Ein GeoTIFF der richtig positiven, falsch positiven und falsch negativen Pixel. Werden nur Polygone verglichen, ist es weit von allen Polygonen NoData.</translation>
    </message>
    <message>
        <source>Accuracy report</source>
        <translation>Genauigkeitsbericht</translation>
    </message>
    <message>
        <source>An HTML page with the confusion matrix and all measures, overall and for each class.</source>
        <translation>Eine HTML-Seite mit der Konfusionsmatrix und allen Maßen, insgesamt und für jede Klasse.</translation>
    </message>
    <message>
        <source>Overall accuracy (0 to 1)</source>
        <translation>Gesamtgenauigkeit (0 bis 1)</translation>
    </message>
    <message>
        <source>Share of the pixels with the correct class.</source>
        <translation>Anteil der Pixel mit der richtigen Klasse.</translation>
    </message>
    <message>
        <source>Kappa</source>
        <translation>Kappa</translation>
    </message>
    <message>
        <source>Agreement beyond chance; 1 is perfect.</source>
        <translation>Übereinstimmung über den Zufall hinaus; 1 ist vollkommen.</translation>
    </message>
    <message>
        <source>Mean IoU (0 to 1)</source>
        <translation>Mittlerer IoU (0 bis 1)</translation>
    </message>
    <message>
        <source>Intersection over union, mean of the classes.</source>
        <translation>Schnitt durch Vereinigung, Mittelwert der Klassen.</translation>
    </message>
    <message>
        <source>IoU (0 to 1)</source>
        <translation>IoU (0 bis 1)</translation>
    </message>
    <message>
        <source>Intersection over union of the foreground class; only for two classes.</source>
        <translation>Schnitt durch Vereinigung der Vordergrundklasse; nur bei zwei Klassen.</translation>
    </message>
    <message>
        <source>Precision (0 to 1)</source>
        <translation>Präzision (0 bis 1)</translation>
    </message>
    <message>
        <source>Share of the predicted foreground that is correct; only for two classes.</source>
        <translation>Anteil des vorhergesagten Vordergrunds, der richtig ist; nur bei zwei Klassen.</translation>
    </message>
    <message>
        <source>Recall (0 to 1)</source>
        <translation>Trefferquote (0 bis 1)</translation>
    </message>
    <message>
        <source>Share of the reference foreground that is found; only for two classes.</source>
        <translation>Anteil des Vordergrunds der Referenz, der gefunden wird; nur bei zwei Klassen.</translation>
    </message>
    <message>
        <source>F-score (0 to 1)</source>
        <translation>F-Maß (0 bis 1)</translation>
    </message>
    <message>
        <source>Harmonic mean of precision and recall; only for two classes.</source>
        <translation>Harmonisches Mittel aus Präzision und Trefferquote; nur bei zwei Klassen.</translation>
    </message>
    <message>
        <source>Object precision (0 to 1)</source>
        <translation>Präzision der Objekte (0 bis 1)</translation>
    </message>
    <message>
        <source>Share of the predicted polygons that match a reference polygon.</source>
        <translation>Anteil der vorhergesagten Polygone, denen ein Referenzpolygon zugeordnet ist.</translation>
    </message>
    <message>
        <source>Object recall (0 to 1)</source>
        <translation>Trefferquote der Objekte (0 bis 1)</translation>
    </message>
    <message>
        <source>Share of the reference polygons that match a predicted polygon.</source>
        <translation>Anteil der Referenzpolygone, denen ein vorhergesagtes Polygon zugeordnet ist.</translation>
    </message>
    <message>
        <source>Object F-score (0 to 1)</source>
        <translation>F-Maß der Objekte (0 bis 1)</translation>
    </message>
    <message>
        <source>Harmonic mean of object precision and object recall; only for polygons.</source>
        <translation>Harmonisches Mittel aus Präzision und Trefferquote der Objekte; nur bei Polygonen.</translation>
    </message>
    <message>
        <source>Assess alignment</source>
        <translation>Ausrichtung bewerten</translation>
    </message>
    <message>
        <source>Measure how far objects lie from their true position, and whether their shape was kept.</source>
        <translation>Misst, wie weit Objekte von ihrer wahren Lage entfernt liegen und ob ihre Form erhalten blieb.</translation>
    </message>
    <message>
        <source>The objects of a layer are compared with the same objects in reference data: vertex by vertex and object by object, in metres on the ground. Use it before an alignment to measure the errors of a map, and after it to measure the improvement. If there is a field 'confidence', the report also shows whether the confidence is calibrated.</source>
        <translation>Die Objekte eines Layers werden mit denselben Objekten in Referenzdaten verglichen: Stützpunkt für Stützpunkt und Objekt für Objekt, in Metern am Boden. Vor einer Ausrichtung verwenden, um die Fehler einer Karte zu messen, und danach, um die Verbesserung zu messen. Gibt es ein Feld „confidence“, zeigt der Bericht auch, ob die Konfidenz kalibriert ist.</translation>
    </message>
    <message>
        <source>registration</source>
        <translation>Registrierung</translation>
    </message>
    <message>
        <source>georeferencing</source>
        <translation>Georeferenzierung</translation>
    </message>
    <message>
        <source>displacement</source>
        <translation>Lagefehler</translation>
    </message>
    <message>
        <source>The polygons or lines to assess. If there is a field confidence (0 to 1), it is compared with the distances. If there is a field status, the report shows each status separately.</source>
        <translation>Die zu bewertenden Polygone oder Linien. Gibt es ein Feld confidence (0 bis 1), wird es mit den Abständen verglichen. Gibt es ein Feld status, zeigt der Bericht jeden Status getrennt.</translation>
    </message>
    <message>
        <source>The same objects at their true position, in any CRS.</source>
        <translation>Dieselben Objekte an ihrer wahren Lage, in beliebigem KBS.</translation>
    </message>
    <message>
        <source>ID field</source>
        <translation>ID-Feld</translation>
    </message>
    <message>
        <source>The field of both layers that identifies the objects. Default: the polygons that overlap most are taken as the same object; small polygons that lie far from their true position are then left out.</source>
        <translation>Das Feld beider Layer, das die Objekte kennzeichnet. Vorgabe: Die Polygone, die sich am meisten überlappen, gelten als dasselbe Objekt; kleine Polygone, die weit von ihrer wahren Lage entfernt liegen, fallen dann weg.</translation>
    </message>
    <message>
        <source>Confidence radius (m)</source>
        <translation>Konfidenzradius (m)</translation>
    </message>
    <message>
        <source>An object is correct if it lies within this distance of its true position. A confidence of 0.8 should be correct for 80 % of the objects. The confidence of 'Align vectors' is about 0.6 m.</source>
        <translation>Ein Objekt ist richtig, wenn es höchstens diesen Abstand von seiner wahren Lage hat. Eine Konfidenz von 0,8 sollte bei 80 % der Objekte richtig sein. Die Konfidenz von „Vektoren ausrichten“ bezieht sich auf 0,6 m.</translation>
    </message>
    <message>
        <source>Assessment report</source>
        <translation>Bewertungsbericht</translation>
    </message>
    <message>
        <source>An HTML page with curves, tables, the remaining offset, a map of the errors and the worst objects.</source>
        <translation>Eine HTML-Seite mit Kurven, Tabellen, dem verbleibenden Versatz, einer Karte der Fehler und den schlechtesten Objekten.</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>Paare</translation>
    </message>
    <message>
        <source>Number of objects that are in both layers.</source>
        <translation>Anzahl der Objekte, die in beiden Layern vorhanden sind.</translation>
    </message>
    <message>
        <source>Unmatched objects</source>
        <translation>Nicht zugeordnete Objekte</translation>
    </message>
    <message>
        <source>Number of objects that are missing in the reference data.</source>
        <translation>Anzahl der Objekte, die in den Referenzdaten fehlen.</translation>
    </message>
    <message>
        <source>Unmatched reference objects</source>
        <translation>Nicht zugeordnete Referenzobjekte</translation>
    </message>
    <message>
        <source>Number of reference objects that are missing in the vectors.</source>
        <translation>Anzahl der Referenzobjekte, die in den Vektoren fehlen.</translation>
    </message>
    <message>
        <source>Pairs with different vertices</source>
        <translation>Paare mit verschiedenen Stützpunkten</translation>
    </message>
    <message>
        <source>Number of pairs whose vertices differ. Their vertices are compared with the outline of the reference object.</source>
        <translation>Anzahl der Paare, deren Stützpunkte sich unterscheiden. Ihre Stützpunkte werden mit dem Umriss des Referenzobjekts verglichen.</translation>
    </message>
    <message>
        <source>Vertices within 0.5 m (0 to 1)</source>
        <translation>Stützpunkte innerhalb 0,5 m (0 bis 1)</translation>
    </message>
    <message>
        <source>Share of the vertices.</source>
        <translation>Anteil der Stützpunkte.</translation>
    </message>
    <message>
        <source>Vertices within 1 m (0 to 1)</source>
        <translation>Stützpunkte innerhalb 1 m (0 bis 1)</translation>
    </message>
    <message>
        <source>Vertices within 2 m (0 to 1)</source>
        <translation>Stützpunkte innerhalb 2 m (0 bis 1)</translation>
    </message>
    <message>
        <source>Vertices within 4 m (0 to 1)</source>
        <translation>Stützpunkte innerhalb 4 m (0 bis 1)</translation>
    </message>
    <message>
        <source>Vertices within 8 m (0 to 1)</source>
        <translation>Stützpunkte innerhalb 8 m (0 bis 1)</translation>
    </message>
    <message>
        <source>Vertices, area under the curve (0 to 1)</source>
        <translation>Stützpunkte, Fläche unter der Kurve (0 bis 1)</translation>
    </message>
    <message>
        <source>Mean share within 0 to 8 m.</source>
        <translation>Mittlerer Anteil innerhalb von 0 bis 8 m.</translation>
    </message>
    <message>
        <source>Distance of vertices, mean (m)</source>
        <translation>Abstand der Stützpunkte, Mittelwert (m)</translation>
    </message>
    <message>
        <source>Mean of all vertices.</source>
        <translation>Mittelwert aller Stützpunkte.</translation>
    </message>
    <message>
        <source>Distance of vertices, median (m)</source>
        <translation>Abstand der Stützpunkte, Median (m)</translation>
    </message>
    <message>
        <source>50 % of the vertices are nearer.</source>
        <translation>50 % der Stützpunkte liegen näher.</translation>
    </message>
    <message>
        <source>Distance of vertices, 95 % (m)</source>
        <translation>Abstand der Stützpunkte, 95 % (m)</translation>
    </message>
    <message>
        <source>95 % of the vertices are nearer.</source>
        <translation>95 % der Stützpunkte liegen näher.</translation>
    </message>
    <message>
        <source>Objects within 0.5 m (0 to 1)</source>
        <translation>Objekte innerhalb 0,5 m (0 bis 1)</translation>
    </message>
    <message>
        <source>Share of the objects, by their centroids.</source>
        <translation>Anteil der Objekte, nach ihren Schwerpunkten.</translation>
    </message>
    <message>
        <source>Objects within 1 m (0 to 1)</source>
        <translation>Objekte innerhalb 1 m (0 bis 1)</translation>
    </message>
    <message>
        <source>Objects within 2 m (0 to 1)</source>
        <translation>Objekte innerhalb 2 m (0 bis 1)</translation>
    </message>
    <message>
        <source>Objects within 4 m (0 to 1)</source>
        <translation>Objekte innerhalb 4 m (0 bis 1)</translation>
    </message>
    <message>
        <source>Objects within 8 m (0 to 1)</source>
        <translation>Objekte innerhalb 8 m (0 bis 1)</translation>
    </message>
    <message>
        <source>Objects, area under the curve (0 to 1)</source>
        <translation>Objekte, Fläche unter der Kurve (0 bis 1)</translation>
    </message>
    <message>
        <source>Distance of objects, mean (m)</source>
        <translation>Abstand der Objekte, Mittelwert (m)</translation>
    </message>
    <message>
        <source>Mean of all objects.</source>
        <translation>Mittelwert aller Objekte.</translation>
    </message>
    <message>
        <source>Distance of objects, median (m)</source>
        <translation>Abstand der Objekte, Median (m)</translation>
    </message>
    <message>
        <source>50 % of the objects are nearer.</source>
        <translation>50 % der Objekte liegen näher.</translation>
    </message>
    <message>
        <source>Distance of objects, 95 % (m)</source>
        <translation>Abstand der Objekte, 95 % (m)</translation>
    </message>
    <message>
        <source>95 % of the objects are nearer.</source>
        <translation>95 % der Objekte liegen näher.</translation>
    </message>
    <message>
        <source>Remaining offset to the east (m)</source>
        <translation>Verbleibender Versatz nach Osten (m)</translation>
    </message>
    <message>
        <source>Mean shift to the east that would correct the map.</source>
        <translation>Mittlere Verschiebung nach Osten, die die Karte berichtigen würde.</translation>
    </message>
    <message>
        <source>Remaining offset to the north (m)</source>
        <translation>Verbleibender Versatz nach Norden (m)</translation>
    </message>
    <message>
        <source>Mean shift to the north that would correct the map.</source>
        <translation>Mittlere Verschiebung nach Norden, die die Karte berichtigen würde.</translation>
    </message>
    <message>
        <source>Change of edge lengths, mean (m)</source>
        <translation>Abweichung der Kantenlängen, Mittelwert (m)</translation>
    </message>
    <message>
        <source>Mean difference of the lengths of edges.</source>
        <translation>Mittlere Differenz der Kantenlängen.</translation>
    </message>
    <message>
        <source>Change of edge lengths, 95 % (m)</source>
        <translation>Abweichung der Kantenlängen, 95 % (m)</translation>
    </message>
    <message>
        <source>95 % of the edges differ less.</source>
        <translation>95 % der Kanten weichen weniger ab.</translation>
    </message>
    <message>
        <source>Change of edge lengths, maximum (m)</source>
        <translation>Abweichung der Kantenlängen, Maximum (m)</translation>
    </message>
    <message>
        <source>Of the edge that differs most.</source>
        <translation>Die der Kante, die am meisten abweicht.</translation>
    </message>
    <message>
        <source>Change of angles, mean (°)</source>
        <translation>Abweichung der Winkel, Mittelwert (°)</translation>
    </message>
    <message>
        <source>Mean difference of the angles at vertices.</source>
        <translation>Mittlere Differenz der Winkel an den Stützpunkten.</translation>
    </message>
    <message>
        <source>Change of angles, 95 % (°)</source>
        <translation>Abweichung der Winkel, 95 % (°)</translation>
    </message>
    <message>
        <source>95 % of the angles differ less.</source>
        <translation>95 % der Winkel weichen weniger ab.</translation>
    </message>
    <message>
        <source>Change of angles, maximum (°)</source>
        <translation>Abweichung der Winkel, Maximum (°)</translation>
    </message>
    <message>
        <source>Of the angle that differs most.</source>
        <translation>Die des Winkels, der am meisten abweicht.</translation>
    </message>
    <message>
        <source>Calibration error (0 to 1)</source>
        <translation>Kalibrierungsfehler (0 bis 1)</translation>
    </message>
    <message>
        <source>Mean difference between the confidence and the share of correct objects.</source>
        <translation>Mittlere Differenz zwischen der Konfidenz und dem Anteil richtiger Objekte.</translation>
    </message>
    <message>
        <source>Distance, more confident half (m)</source>
        <translation>Abstand, Hälfte mit hoher Konfidenz (m)</translation>
    </message>
    <message>
        <source>Median of the half of the objects with the higher confidence.</source>
        <translation>Median der Hälfte der Objekte mit der höheren Konfidenz.</translation>
    </message>
    <message>
        <source>Distance, less confident half (m)</source>
        <translation>Abstand, Hälfte mit niedriger Konfidenz (m)</translation>
    </message>
    <message>
        <source>Median of the half of the objects with the lower confidence.</source>
        <translation>Median der Hälfte der Objekte mit der niedrigeren Konfidenz.</translation>
    </message>
    <message>
        <source>Assess change</source>
        <translation>Veränderungen bewerten</translation>
    </message>
    <message>
        <source>Measure how well changes were detected: by one method, or by several methods side by side.</source>
        <translation>Misst, wie gut Veränderungen erkannt wurden: mit einer Methode oder mit mehreren Methoden nebeneinander.</translation>
    </message>
    <message>
        <source>A score ranks pixels by how likely they changed; a map, or a threshold on the score, decides which pixels did. All methods are measured on the same pixels: those that are labelled in the reference data and for which each method has a value. Objects are regions of connected pixels. They are matched one to one: as many pairs as possible with an IoU of at least 0.1 (maximum matching). The output numbers are those of the first method; the report has a table of all methods, their curves and maps of their errors.</source>
        <translation>Ein Score ordnet Pixel danach, wie wahrscheinlich sie sich verändert haben; eine Karte oder ein Schwellenwert des Scores legt fest, welche Pixel es sind. Alle Methoden werden an denselben Pixeln gemessen: an denen mit einem Label in den Referenzdaten, für die jede Methode einen Wert hat. Objekte sind Regionen verbundener Pixel. Sie werden eins zu eins zugeordnet: so viele Paare wie möglich mit einem IoU von mindestens 0,1 (größte Zuordnung). Die ausgegebenen Zahlen sind die der ersten Methode; der Bericht enthält eine Tabelle aller Methoden, ihre Kurven und Karten ihrer Fehler.</translation>
    </message>
    <message>
        <source>Without reference data, nothing has changed: give the score of two images without an event between them, such as the same season of two other years, to measure the false alarms.</source>
        <translation>Ohne Referenzdaten hat sich nichts verändert: Um die Fehlalarme zu messen, den Score zweier Bilder angeben, zwischen denen kein Ereignis liegt, etwa derselben Jahreszeit zweier anderer Jahre.</translation>
    </message>
    <message>
        <source>roc</source>
        <translation>roc</translation>
    </message>
    <message>
        <source>auc</source>
        <translation>auc</translation>
    </message>
    <message>
        <source>auroc</source>
        <translation>auroc</translation>
    </message>
    <message>
        <source>average precision</source>
        <translation>mittlere Präzision</translation>
    </message>
    <message>
        <source>false alarms</source>
        <translation>Fehlalarme</translation>
    </message>
    <message>
        <source>change detection</source>
        <translation>Veränderungserkennung</translation>
    </message>
    <message>
        <source>Change scores</source>
        <translation>Veränderungsscores</translation>
    </message>
    <message>
        <source>Rasters whose first band is higher where change is more likely, and nodata where it is not known: one for each method. Default: only maps are assessed.</source>
        <translation>Raster, deren erster Kanal höher ist, wo eine Veränderung wahrscheinlicher ist, und NoData, wo sie nicht bekannt ist: einer je Methode. Vorgabe: Nur Karten werden bewertet.</translation>
    </message>
    <message>
        <source>Maps of changes</source>
        <translation>Karten der Veränderungen</translation>
    </message>
    <message>
        <source>Polygons of changes, or rasters where all values but 0 and nodata are changes: one for each method, in the order of the change scores. Default: pixels with a change score of at least the threshold.</source>
        <translation>Polygone der Veränderungen oder Raster, in denen alle Werte außer 0 und NoData Veränderungen sind: eine Karte je Methode, in der Reihenfolge der Veränderungsscores. Vorgabe: Pixel, deren Veränderungsscore mindestens den Schwellenwert erreicht.</translation>
    </message>
    <message>
        <source>Polygons of the changes, or a raster: 0 is unchanged, 255 and nodata are unlabelled and do not count, all other values are changes. If there are only 0 and 255, 255 is changed. Default: nothing changed.</source>
        <translation>Polygone der Veränderungen oder ein Raster: 0 ist unverändert, 255 und NoData haben kein Label und zählen nicht, alle anderen Werte sind Veränderungen. Gibt es nur 0 und 255, ist 255 verändert. Vorgabe: Nichts hat sich verändert.</translation>
    </message>
    <message>
        <source>The field of the reference polygons with their class: 0 or a name such as 'unchanged' or 'stable' is unchanged, all other values are changed. Outside of the polygons, pixels are then unlabelled. Default: polygons are changed, and everything else is unchanged.</source>
        <translation>Das Feld der Referenzpolygone mit ihrer Klasse: 0 oder ein Name wie „unchanged“ oder „stable“ ist unverändert, alle anderen Werte sind verändert. Außerhalb der Polygone haben Pixel dann kein Label. Vorgabe: Polygone sind verändert, alles andere ist unverändert.</translation>
    </message>
    <message>
        <source>Threshold (in the band's unit)</source>
        <translation>Schwellenwert (in der Einheit des Kanals)</translation>
    </message>
    <message>
        <source>Pixels with at least this change score count as changed. Default: the threshold that 'Detect change' has written into the change score.</source>
        <translation>Pixel mit mindestens diesem Veränderungsscore zählen als verändert. Vorgabe: der Schwellenwert, den „Veränderungen erkennen“ in den Veränderungsscore geschrieben hat.</translation>
    </message>
    <message>
        <source>An HTML page with a table of all methods, curves over all thresholds, and maps of the errors.</source>
        <translation>Eine HTML-Seite mit einer Tabelle aller Methoden, Kurven über alle Schwellenwerte und Karten der Fehler.</translation>
    </message>
    <message>
        <source>AUROC (0 to 1)</source>
        <translation>AUROC (0 bis 1)</translation>
    </message>
    <message>
        <source>Probability that a changed pixel has a higher score than an unchanged one; 0.5 is chance.</source>
        <translation>Wahrscheinlichkeit, dass ein verändertes Pixel einen höheren Score hat als ein unverändertes; 0,5 ist Zufall.</translation>
    </message>
    <message>
        <source>Average precision, AP (0 to 1)</source>
        <translation>Mittlere Präzision, AP (0 bis 1)</translation>
    </message>
    <message>
        <source>Mean precision over all thresholds, weighed by the recall that each adds.</source>
        <translation>Präzision, gemittelt über alle Schwellenwerte, gewichtet mit der Trefferquote, die jeder hinzufügt.</translation>
    </message>
    <message>
        <source>Share of the detected pixels that are changed.</source>
        <translation>Anteil der erkannten Pixel, die verändert sind.</translation>
    </message>
    <message>
        <source>Share of the changed pixels that are detected.</source>
        <translation>Anteil der veränderten Pixel, die erkannt werden.</translation>
    </message>
    <message>
        <source>Harmonic mean of precision and recall at the threshold.</source>
        <translation>Harmonisches Mittel aus Präzision und Trefferquote beim Schwellenwert.</translation>
    </message>
    <message>
        <source>False alarm share (0 to 1)</source>
        <translation>Anteil der Fehlalarme (0 bis 1)</translation>
    </message>
    <message>
        <source>Share of the unchanged pixels that are detected.</source>
        <translation>Anteil der unveränderten Pixel, die erkannt werden.</translation>
    </message>
    <message>
        <source>False alarms per km²</source>
        <translation>Fehlalarme je km²</translation>
    </message>
    <message>
        <source>Detected pixels that are unchanged, per km² of unchanged ground.</source>
        <translation>Erkannte Pixel, die unverändert sind, je km² unveränderten Bodens.</translation>
    </message>
    <message>
        <source>Share of the changed regions that match a detected region with an IoU of at least 0.1.</source>
        <translation>Anteil der veränderten Regionen, denen eine erkannte Region mit einem IoU von mindestens 0,1 zugeordnet ist.</translation>
    </message>
    <message>
        <source>False objects per km²</source>
        <translation>Falsche Objekte je km²</translation>
    </message>
    <message>
        <source>Detected regions without any changed pixel, per km² of unchanged ground.</source>
        <translation>Erkannte Regionen ohne verändertes Pixel, je km² unveränderten Bodens.</translation>
    </message>
    <message>
        <source>Masked share (0 to 1)</source>
        <translation>Maskierter Anteil (0 bis 1)</translation>
    </message>
    <message>
        <source>Share of the labelled pixels for which the method has no value.</source>
        <translation>Anteil der Pixel mit Label, für die die Methode keinen Wert hat.</translation>
    </message>
    <message>
        <source>Assess super-resolution</source>
        <translation>Superauflösung bewerten</translation>
    </message>
    <message>
        <source>Finer and translated images</source>
        <translation>Feinere und übersetzte Bilder</translation>
    </message>
    <message>
        <source>Measure what a super-resolved image is worth, of this plugin or of other software.</source>
        <translation>Misst, was ein hochaufgelöstes Bild wert ist, aus dieser Erweiterung oder aus anderer Software.</translation>
    </message>
    <message>
        <source>First the image is degraded to the pixels of the coarse image and compared with it: values that can be trusted differ by no more than their rounding. Then it is compared with a true fine image, if there is one. All is measured for four enlargements that need no network, too. 'Bicubic + projection' is a bicubic enlargement that is corrected until it agrees with the coarse image; a super-resolved image that is not better than this has no use.</source>
        <translation>Zuerst wird das Bild auf die Pixel des groben Bildes vergröbert und damit verglichen: Vertrauenswürdige Werte weichen um nicht mehr als ihre Rundung ab. Dann wird es mit einem echten feinen Bild verglichen, wenn es eines gibt. Alles wird auch für vier Vergrößerungen gemessen, die kein Netz brauchen. „Bicubic + projection“ ist eine bikubische Vergrößerung, die korrigiert wird, bis sie mit dem groben Bild übereinstimmt; ein hochaufgelöstes Bild, das nicht besser als diese ist, hat keinen Nutzen.</translation>
    </message>
    <message>
        <source>The reference is brought to the coarse image's grid and values, and moved to where this shows the same. Clouds, changes, and two coarse pixels along edges and nodata do not count.</source>
        <translation>Die Referenz wird auf Gitter und Werte des groben Bildes gebracht und dorthin verschoben, wo dieses dasselbe zeigt. Wolken, Veränderungen und zwei grobe Pixel entlang von Bildrändern und NoData zählen nicht.</translation>
    </message>
    <message>
        <source>psnr</source>
        <translation>psnr</translation>
    </message>
    <message>
        <source>ssim</source>
        <translation>ssim</translation>
    </message>
    <message>
        <source>ergas</source>
        <translation>ergas</translation>
    </message>
    <message>
        <source>spectral angle</source>
        <translation>Spektralwinkel</translation>
    </message>
    <message>
        <source>hallucination</source>
        <translation>Halluzination</translation>
    </message>
    <message>
        <source>sharpening</source>
        <translation>Schärfung</translation>
    </message>
    <message>
        <source>quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>Coarse image</source>
        <translation>Grobes Bild</translation>
    </message>
    <message>
        <source>The image as it was before the super-resolution.</source>
        <translation>Das Bild vor der Superauflösung.</translation>
    </message>
    <message>
        <source>Super-resolved image</source>
        <translation>Hochaufgelöstes Bild</translation>
    </message>
    <message>
        <source>The image that was made of it, with pixels that are 1.5 to 8 times smaller. Where they do not divide those of the coarse image into whole parts, the image is resampled for the comparison.</source>
        <translation>Das daraus erzeugte Bild mit 1,5- bis 8-mal kleineren Pixeln. Wo sie die des groben Bildes nicht in ganze Teile teilen, wird das Bild für den Vergleich neu abgetastet.</translation>
    </message>
    <message>
        <source>A true image with small pixels of the same place and about the same day, in any CRS. Default: only the differences from the coarse image are measured.</source>
        <translation>Ein echtes Bild mit kleinen Pixeln vom selben Ort und ungefähr vom selben Tag, in beliebigem KBS. Vorgabe: Nur die Abweichungen vom groben Bild werden gemessen.</translation>
    </message>
    <message>
        <source>Expected error</source>
        <translation>Erwarteter Fehler</translation>
    </message>
    <message>
        <source>The expected error that 'Super-resolve an image' has written beside the super-resolved image. It is compared with the true error; needs a reference. Default: none.</source>
        <translation>Der erwartete Fehler, den „Bildauflösung erhöhen“ neben das hochaufgelöste Bild geschrieben hat. Er wird mit dem wahren Fehler verglichen; dazu ist eine Referenz nötig. Vorgabe: keiner.</translation>
    </message>
    <message>
        <source>Band numbers</source>
        <translation>Kanalnummern</translation>
    </message>
    <message>
        <source>The bands of the coarse image that the other images have, in their order. Default: all bands.</source>
        <translation>Die Kanäle des groben Bildes, die die anderen Bilder haben, in deren Reihenfolge. Vorgabe: alle Kanäle.</translation>
    </message>
    <message>
        <source>Harmonization</source>
        <translation>Harmonisierung</translation>
    </message>
    <message>
        <source>How the values of the reference are brought to those of the coarse image: 'regression' by a gain and an offset for each band, 'histogram' by a curve, 'none' not at all.</source>
        <translation>Wie die Werte der Referenz auf die des groben Bildes gebracht werden: „regression“ durch Faktor und Versatz für jeden Kanal, „histogram“ durch eine Kurve, „none“ gar nicht.</translation>
    </message>
    <message>
        <source>regression</source>
        <translation>Regression</translation>
    </message>
    <message>
        <source>histogram</source>
        <translation>Histogramm</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ohne</translation>
    </message>
    <message>
        <source>Maximum shift (coarse px)</source>
        <translation>Größte Verschiebung (grobe px)</translation>
    </message>
    <message>
        <source>The reference is moved by up to this distance, to where the coarse image shows the same. 0: it is not moved.</source>
        <translation>Die Referenz wird um höchstens diese Strecke dorthin verschoben, wo das grobe Bild dasselbe zeigt. 0: Sie wird nicht verschoben.</translation>
    </message>
    <message>
        <source>Width of the sensor's response (coarse px)</source>
        <translation>Breite der Sensorantwort (grobe px)</translation>
    </message>
    <message>
        <source>The standard deviation of the Gaussian by which the coarse sensor sees the ground. 0.5 to 0.62 suits the 10 m bands of Sentinel-2.</source>
        <translation>Die Standardabweichung der Gaußfunktion, mit der der grobe Sensor den Boden sieht. 0,5 bis 0,62 passt zu den 10-m-Kanälen von Sentinel-2.</translation>
    </message>
    <message>
        <source>Map of details</source>
        <translation>Karte der Details</translation>
    </message>
    <message>
        <source>A GeoTIFF with three bands, 0 to 1: the shares of improvement, omission and hallucination in the detail that the coarse image lacks. Needs a reference.</source>
        <translation>Ein GeoTIFF mit drei Kanälen, 0 bis 1: die Anteile von Verbesserung, Auslassung und Halluzination an den Details, die dem groben Bild fehlen. Braucht eine Referenz.</translation>
    </message>
    <message>
        <source>An HTML page with all measures beside those of other enlargements, spectra, and the worst places at full zoom.</source>
        <translation>Eine HTML-Seite mit allen Maßen neben denen anderer Vergrößerungen, Spektren und den schlechtesten Stellen in voller Größe.</translation>
    </message>
    <message>
        <source>Ratio</source>
        <translation>Verhältnis</translation>
    </message>
    <message>
        <source>Fine pixels along a coarse one.</source>
        <translation>Feine Pixel entlang eines groben.</translation>
    </message>
    <message>
        <source>Difference from the coarse image, mean</source>
        <translation>Abweichung vom groben Bild, Mittelwert</translation>
    </message>
    <message>
        <source>After degrading, in the units of the coarse image.</source>
        <translation>Nach dem Vergröbern, in den Einheiten des groben Bildes.</translation>
    </message>
    <message>
        <source>Difference from the coarse image, maximum</source>
        <translation>Abweichung vom groben Bild, Maximum</translation>
    </message>
    <message>
        <source>Spectral angle to the coarse image (°)</source>
        <translation>Spektralwinkel zum groben Bild (°)</translation>
    </message>
    <message>
        <source>After degrading, mean of the pixels; only for several bands.</source>
        <translation>Nach dem Vergröbern, Mittelwert der Pixel; nur bei mehreren Kanälen.</translation>
    </message>
    <message>
        <source>Shift, in pixels of the coarse image (px)</source>
        <translation>Verschiebung, in Pixeln des groben Bildes (px)</translation>
    </message>
    <message>
        <source>How far the super-resolved image lies beside the coarse image.</source>
        <translation>Wie weit das hochaufgelöste Bild neben dem groben Bild liegt.</translation>
    </message>
    <message>
        <source>PSNR (dB)</source>
        <translation>PSNR (dB)</translation>
    </message>
    <message>
        <source>Peak signal-to-noise ratio, in the range of the reference from 0.1 to 99.9 % of the pixels.</source>
        <translation>Spitzen-Signal-Rausch-Verhältnis, im Wertebereich der Referenz von 0,1 bis 99,9 % der Pixel.</translation>
    </message>
    <message>
        <source>SSIM</source>
        <translation>SSIM</translation>
    </message>
    <message>
        <source>Structural similarity to the reference; 1 is the same image.</source>
        <translation>Strukturelle Ähnlichkeit mit der Referenz; 1 ist dasselbe Bild.</translation>
    </message>
    <message>
        <source>ERGAS</source>
        <translation>ERGAS</translation>
    </message>
    <message>
        <source>Relative error of all bands, divided by the ratio; 0 is the same image.</source>
        <translation>Relativer Fehler aller Kanäle, geteilt durch das Verhältnis; 0 ist dasselbe Bild.</translation>
    </message>
    <message>
        <source>Spectral angle to the reference (°)</source>
        <translation>Spektralwinkel zur Referenz (°)</translation>
    </message>
    <message>
        <source>Mean of the pixels; only for several bands.</source>
        <translation>Mittelwert der Pixel; nur bei mehreren Kanälen.</translation>
    </message>
    <message>
        <source>Fine energy (dB)</source>
        <translation>Feine Energie (dB)</translation>
    </message>
    <message>
        <source>Energy of what is finer than the coarse image can show, against the reference: below 0 smoother, above 0 sharper than the truth.</source>
        <translation>Energie dessen, was feiner ist, als das grobe Bild zeigen kann, gegenüber der Referenz: unter 0 glatter, über 0 schärfer als die Wirklichkeit.</translation>
    </message>
    <message>
        <source>Improvement (0 to 1)</source>
        <translation>Verbesserung (0 bis 1)</translation>
    </message>
    <message>
        <source>Share of the missing detail that is shown as it is.</source>
        <translation>Anteil der fehlenden Details, die gezeigt werden, wie sie sind.</translation>
    </message>
    <message>
        <source>Omission (0 to 1)</source>
        <translation>Auslassung (0 bis 1)</translation>
    </message>
    <message>
        <source>Share of the missing detail that is not shown.</source>
        <translation>Anteil der fehlenden Details, die nicht gezeigt werden.</translation>
    </message>
    <message>
        <source>Hallucination (0 to 1)</source>
        <translation>Halluzination (0 bis 1)</translation>
    </message>
    <message>
        <source>Share of the detail that is shown as it is not.</source>
        <translation>Anteil der Details, die gezeigt werden, wie sie nicht sind.</translation>
    </message>
    <message>
        <source>PSNR of bicubic + projection (dB)</source>
        <translation>PSNR von bikubisch + Projektion (dB)</translation>
    </message>
    <message>
        <source>What the PSNR must be compared with.</source>
        <translation>Womit das PSNR verglichen werden muss.</translation>
    </message>
    <message>
        <source>SSIM of bicubic + projection</source>
        <translation>SSIM von bikubisch + Projektion</translation>
    </message>
    <message>
        <source>What the SSIM must be compared with.</source>
        <translation>Womit der SSIM verglichen werden muss.</translation>
    </message>
    <message>
        <source>Expected error, rank correlation</source>
        <translation>Erwarteter Fehler, Rangkorrelation</translation>
    </message>
    <message>
        <source>Spearman's, with the true error; 1: the same order.</source>
        <translation>Nach Spearman, mit dem wahren Fehler; 1: dieselbe Reihenfolge.</translation>
    </message>
    <message>
        <source>Expected error, sparsification error</source>
        <translation>Erwarteter Fehler, Sparsifikationsfehler</translation>
    </message>
    <message>
        <source>0: finds the worst pixels as well as the true error does, 1: not at all.</source>
        <translation>0: findet die schlechtesten Pixel so gut wie der wahre Fehler, 1: gar nicht.</translation>
    </message>
    <message>
        <source>Expected error, coverage (0 to 1)</source>
        <translation>Erwarteter Fehler, Abdeckung (0 bis 1)</translation>
    </message>
    <message>
        <source>Share of the true errors within its 90 % interval; 0.9 is right.</source>
        <translation>Anteil der wahren Fehler innerhalb seines 90-%-Intervalls; 0,9 ist richtig.</translation>
    </message>
    <message>
        <source>Expected error divided by actual error</source>
        <translation>Erwarteter Fehler geteilt durch tatsächlichen</translation>
    </message>
    <message>
        <source>Quotient of the means; 1 is right, more is too careful.</source>
        <translation>Quotient der Mittelwerte; 1 ist richtig, mehr ist zu vorsichtig.</translation>
    </message>
    <message>
        <source>Check the engine</source>
        <translation>Rechenkern prüfen</translation>
    </message>
    <message>
        <source>Engine and demo data</source>
        <translation>Rechenkern und Demodaten</translation>
    </message>
    <message>
        <source>Check whether the engine is complete and works on this computer.</source>
        <translation>Prüft, ob der Rechenkern vollständig ist und auf diesem Computer funktioniert.</translation>
    </message>
    <message>
        <source>The engine is a separate Python environment in which EO Deep runs its networks. The report lists its interpreter, its packages and the available devices. Every stage is tested on a small synthetic image: reading and writing rasters and vectors, reprojection, the network on each device, tiling, the model file, polygons, accuracy, training. Attach the report when you ask for help.</source>
        <translation>Der Rechenkern ist eine eigene Python-Umgebung, in der EO Deep seine Netze ausführt. Der Bericht nennt seinen Interpreter, seine Pakete und die verfügbaren Prozessoren. Jede Stufe wird an einem kleinen synthetischen Bild erprobt: Lesen und Schreiben von Rastern und Vektoren, Umprojizieren, das Netz auf jedem Prozessor, Kacheln, die Modelldatei, Polygone, Genauigkeit, Training. Den Bericht bei Fragen um Hilfe beifügen.</translation>
    </message>
    <message>
        <source>diagnostics</source>
        <translation>Diagnose</translation>
    </message>
    <message>
        <source>gpu</source>
        <translation>gpu</translation>
    </message>
    <message>
        <source>torch</source>
        <translation>torch</translation>
    </message>
    <message>
        <source>version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>install</source>
        <translation>installieren</translation>
    </message>
    <message>
        <source>test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Engine report</source>
        <translation>Bericht zum Rechenkern</translation>
    </message>
    <message>
        <source>An HTML page with the interpreter, versions, devices, folders and the result of every stage.</source>
        <translation>Eine HTML-Seite mit Interpreter, Versionen, Prozessoren, Ordnern und dem Ergebnis jeder Stufe.</translation>
    </message>
    <message>
        <source>Interpreter</source>
        <translation>Interpreter</translation>
    </message>
    <message>
        <source>The Python interpreter of the engine; empty if there is none.</source>
        <translation>Der Python-Interpreter des Rechenkerns; leer, wenn es keinen gibt.</translation>
    </message>
    <message>
        <source>PyTorch version</source>
        <translation>PyTorch-Version</translation>
    </message>
    <message>
        <source>The version of PyTorch; empty if PyTorch cannot be loaded.</source>
        <translation>Die Version von PyTorch; leer, wenn PyTorch nicht geladen werden kann.</translation>
    </message>
    <message>
        <source>The device that 'auto' selects: cpu, cuda or mps.</source>
        <translation>Der Prozessor, den „auto“ wählt: cpu, cuda oder mps.</translation>
    </message>
    <message>
        <source>The engine works</source>
        <translation>Der Rechenkern funktioniert</translation>
    </message>
    <message>
        <source>True if every stage passed.</source>
        <translation>Wahr, wenn alle Stufen erfolgreich waren.</translation>
    </message>
    <message>
        <source>Classify pixels</source>
        <translation>Pixel klassifizieren</translation>
    </message>
    <message>
        <source>Pixels and samples</source>
        <translation>Pixel und Stichproben</translation>
    </message>
    <message>
        <source>Classify every pixel of an image of any size by a classifier on its features.</source>
        <translation>Klassifiziert jedes Pixel eines beliebig großen Bildes mit einem Klassifikator anhand seiner Merkmale.</translation>
    </message>
    <message>
        <source>The features are those that the model was trained on: bands of one or several images, means and standard deviations over windows, and formulas. The image is processed tile by tile, with the surroundings that windows need, so that no tile shows in the result. Pixels that are nodata in any image stay nodata.</source>
        <translation>Die Merkmale sind die, mit denen das Modell trainiert wurde: Kanäle eines oder mehrerer Bilder, Mittelwerte und Standardabweichungen über Fenster sowie Formeln. Das Bild wird Kachel für Kachel verarbeitet, mit der Umgebung, die die Fenster brauchen, sodass im Ergebnis keine Kachel zu sehen ist. Pixel, die in einem der Bilder NoData sind, bleiben NoData.</translation>
    </message>
    <message>
        <source>random forest</source>
        <translation>Random Forest</translation>
    </message>
    <message>
        <source>svm</source>
        <translation>svm</translation>
    </message>
    <message>
        <source>support vector machine</source>
        <translation>Support Vector Machine</translation>
    </message>
    <message>
        <source>nearest neighbours</source>
        <translation>nächste Nachbarn</translation>
    </message>
    <message>
        <source>gradient boosting</source>
        <translation>Gradient Boosting</translation>
    </message>
    <message>
        <source>logistic regression</source>
        <translation>logistische Regression</translation>
    </message>
    <message>
        <source>scikit-learn</source>
        <translation>scikit-learn</translation>
    </message>
    <message>
        <source>land cover</source>
        <translation>Landbedeckung</translation>
    </message>
    <message>
        <source>supervised</source>
        <translation>überwacht</translation>
    </message>
    <message>
        <source>confidence</source>
        <translation>Konfidenz</translation>
    </message>
    <message>
        <source>machine learning</source>
        <translation>maschinelles Lernen</translation>
    </message>
    <message>
        <source>landcover</source>
        <translation>Bodenbedeckung</translation>
    </message>
    <message>
        <source>The image to classify: any raster that GDAL reads, of any size and data type. Of a model that needs several images, the first one, whose pixels are classified.</source>
        <translation>Das zu klassifizierende Bild: jedes Raster, das GDAL liest, beliebig groß und mit beliebigem Datentyp. Braucht ein Modell mehrere Bilder, ist es das erste, dessen Pixel klassifiziert werden.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>A model file (.safetensors) from 'Train a pixel classifier'. It contains the classifier, the features and the classes.</source>
        <translation>Eine Modelldatei (.safetensors) aus „Pixel-Klassifikator trainieren“. Sie enthält den Klassifikator, die Merkmale und die Klassen.</translation>
    </message>
    <message>
        <source>Other images (in the model's order)</source>
        <translation>Weitere Bilder (in der Reihenfolge des Modells)</translation>
    </message>
    <message>
        <source>The other images that the model needs, in the order of its training. They may have another resolution or CRS and are resampled to the pixels of the first image. Default: the model needs one image.</source>
        <translation>Die weiteren Bilder, die das Modell braucht, in der Reihenfolge seines Trainings. Sie können eine andere Auflösung oder ein anderes KBS haben und werden auf die Pixel des ersten Bildes neu abgetastet. Vorgabe: Das Modell braucht ein Bild.</translation>
    </message>
    <message>
        <source>Only pixels inside these polygons (in any CRS) are classified; all others become nodata. Default: the whole image.</source>
        <translation>Nur Pixel innerhalb dieser Polygone (in beliebigem KBS) werden klassifiziert; alle anderen werden NoData. Vorgabe: das ganze Bild.</translation>
    </message>
    <message>
        <source>Build overviews (pyramids)</source>
        <translation>Übersichten (Pyramiden) aufbauen</translation>
    </message>
    <message>
        <source>Adds reduced copies to the output files, so that large maps draw quickly at small scales.</source>
        <translation>Fügt den Ausgabedateien verkleinerte Kopien hinzu, damit große Karten in kleinen Maßstäben schnell gezeichnet werden.</translation>
    </message>
    <message>
        <source>Resume an interrupted run</source>
        <translation>Unterbrochenen Lauf fortsetzen</translation>
    </message>
    <message>
        <source>Continues with the parts of the result that are finished, instead of starting again. An image of more than about 8192 x 8192 px is processed in parts, which are in a folder beside the first output until all are finished. Images, model and parameters must be the same as before.</source>
        <translation>Macht mit den fertigen Teilen des Ergebnisses weiter, statt neu zu beginnen. Ein Bild von mehr als etwa 8192 x 8192 px wird in Teilen verarbeitet, die in einem Ordner neben der ersten Ausgabe liegen, bis alle fertig sind. Bilder, Modell und Parameter müssen dieselben sein wie zuvor.</translation>
    </message>
    <message>
        <source>Keep the parts</source>
        <translation>Teile behalten</translation>
    </message>
    <message>
        <source>Leaves the parts as separate GeoTIFFs. The outputs must end in .vrt: they are virtual rasters of the parts.</source>
        <translation>Belässt die Teile als einzelne GeoTIFFs. Die Ausgaben müssen auf .vrt enden: Sie sind virtuelle Raster der Teile.</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>Rechencluster</translation>
    </message>
    <message>
        <source>Several processes make the parts of the image: 'gpus' one process for each NVIDIA GPU of this computer, 'local:4' four processes of it, or the address (tcp://host:8786, tls://host:8786) or the scheduler file of a Dask cluster, whose computers see the files at the same paths. It needs packages that 'Set up the engine' adds. Default: one process.</source>
        <translation>Mehrere Prozesse erzeugen die Teile des Bildes: „gpus“ ein Prozess für jede NVIDIA-GPU dieses Computers, „local:4“ vier Prozesse auf ihm, oder die Adresse (tcp://host:8786, tls://host:8786) oder die Scheduler-Datei eines Dask-Clusters, dessen Computer die Dateien unter denselben Pfaden sehen. Dafür sind Pakete nötig, die „Rechenkern einrichten“ hinzufügt. Vorgabe: ein Prozess.</translation>
    </message>
    <message>
        <source>Class map</source>
        <translation>Klassenkarte</translation>
    </message>
    <message>
        <source>A GeoTIFF with one byte per pixel: the number of the class; 255 is nodata.</source>
        <translation>Ein GeoTIFF mit einem Byte je Pixel: die Nummer der Klasse; 255 ist NoData.</translation>
    </message>
    <message>
        <source>Class probabilities</source>
        <translation>Klassenwahrscheinlichkeiten</translation>
    </message>
    <message>
        <source>A GeoTIFF with a band per class: the probability of the class at each pixel, 0 to 1.</source>
        <translation>Ein GeoTIFF mit einem Kanal je Klasse: die Wahrscheinlichkeit der Klasse an jedem Pixel, 0 bis 1.</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>Konfidenz</translation>
    </message>
    <message>
        <source>A GeoTIFF with the probability of the class that each pixel got, 0 to 1.</source>
        <translation>Ein GeoTIFF mit der Wahrscheinlichkeit der Klasse, die jedes Pixel erhalten hat, 0 bis 1.</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>Abstand der Klassen</translation>
    </message>
    <message>
        <source>A GeoTIFF with the difference between the highest and the second highest probability, 0 to 1. Where it is small, two classes are nearly as probable.</source>
        <translation>Ein GeoTIFF mit der Differenz zwischen der höchsten und der zweithöchsten Wahrscheinlichkeit, 0 bis 1. Wo sie klein ist, sind zwei Klassen fast gleich wahrscheinlich.</translation>
    </message>
    <message>
        <source>Classify scenes</source>
        <translation>Szenen klassifizieren</translation>
    </message>
    <message>
        <source>Land cover</source>
        <translation>Landbedeckung</translation>
    </message>
    <message>
        <source>Classify an image patch by patch, and map how far the classes can be trusted.</source>
        <translation>Klassifiziert ein Bild Ausschnitt für Ausschnitt und kartiert, wie weit den Klassen zu trauen ist.</translation>
    </message>
    <message>
        <source>A joint energy-based model (JEM) gives two results for each patch: its class, and how likely the patch itself is, log p(x). Where log p(x) is low, the image shows something that was not in the training images. The class then means little, even if its probability is high. The second band of the confidence map gives log p(x) as a percentile of the training images: 0 is unlike all training images, 1 is typical.</source>
        <translation>Ein energiebasiertes Verbundmodell (JEM) liefert für jeden Ausschnitt zwei Ergebnisse: seine Klasse und wie wahrscheinlich der Ausschnitt selbst ist, log p(x). Wo log p(x) niedrig ist, zeigt das Bild etwas, das in den Trainingsbildern nicht vorkam. Die Klasse besagt dann wenig, auch wenn ihre Wahrscheinlichkeit hoch ist. Der zweite Kanal der Konfidenzkarte gibt log p(x) als Perzentil der Trainingsbilder an: 0 gleicht keinem Trainingsbild, 1 ist typisch.</translation>
    </message>
    <message>
        <source>The bundled model has the ten EuroSAT classes of land cover and is made for Sentinel-2 images (red, green, blue, 10 m). Use reflectance values as in the product; they are scaled like the training images. An image that was stretched for display in another way gets a low confidence everywhere.</source>
        <translation>Das mitgelieferte Modell hat die zehn Landbedeckungsklassen von EuroSAT und ist für Sentinel-2-Bilder gemacht (Rot, Grün, Blau, 10 m). Reflektanzwerte wie im Produkt verwenden; sie werden wie die Trainingsbilder skaliert. Ein Bild, das zur Anzeige anders gestreckt wurde, erhält überall eine niedrige Konfidenz.</translation>
    </message>
    <message>
        <source>Each patch is processed separately, because the result depends on the whole patch. With a quarter of the stride, the classification takes sixteen times as long.</source>
        <translation>Jeder Ausschnitt wird für sich verarbeitet, weil das Ergebnis vom ganzen Ausschnitt abhängt. Mit einem Viertel der Schrittweite dauert die Klassifikation sechzehnmal so lange.</translation>
    </message>
    <message>
        <source>jem</source>
        <translation>jem</translation>
    </message>
    <message>
        <source>energy-based model</source>
        <translation>energiebasiertes Modell</translation>
    </message>
    <message>
        <source>out of distribution</source>
        <translation>außerhalb der Verteilung</translation>
    </message>
    <message>
        <source>eurosat</source>
        <translation>eurosat</translation>
    </message>
    <message>
        <source>sentinel-2</source>
        <translation>sentinel-2</translation>
    </message>
    <message>
        <source>patch</source>
        <translation>Bildausschnitt</translation>
    </message>
    <message>
        <source>deep learning</source>
        <translation>Deep Learning</translation>
    </message>
    <message>
        <source>uncertainty</source>
        <translation>Unsicherheit</translation>
    </message>
    <message>
        <source>classification</source>
        <translation>Klassifikation</translation>
    </message>
    <message>
        <source>The image to classify: any raster that GDAL reads, of any size. Nodata stays nodata.</source>
        <translation>Das zu klassifizierende Bild: jedes Raster, das GDAL liest, beliebig groß. NoData bleibt NoData.</translation>
    </message>
    <message>
        <source>A model file (.safetensors) from 'Train a scene classification model'. It contains the bands, the resolution, the scaling of the values and the classes. Default: the bundled model.</source>
        <translation>Eine Modelldatei (.safetensors) aus „Szenenmodell trainieren“. Sie enthält die Kanäle, die Auflösung, die Skalierung der Werte und die Klassen. Vorgabe: das mitgelieferte Modell.</translation>
    </message>
    <message>
        <source>The bands of the image that correspond to those of the model, in the model's order: for the bundled model red, green, blue, which are bands 4, 3, 2 of a Sentinel-2 product. Default: bands are matched by name; an image without band names must have as many bands as the model.</source>
        <translation>Die Kanäle des Bildes, die denen des Modells entsprechen, in der Reihenfolge des Modells: beim mitgelieferten Modell Rot, Grün, Blau, das sind die Kanäle 4, 3, 2 eines Sentinel-2-Produkts. Vorgabe: Kanäle werden nach Namen zugeordnet; ein Bild ohne Kanalnamen muss so viele Kanäle haben wie das Modell.</translation>
    </message>
    <message>
        <source>Stride (px)</source>
        <translation>Schrittweite (px)</translation>
    </message>
    <message>
        <source>Distance from one patch to the next, in pixels of the model's resolution. It is also the pixel size of the maps. A smaller stride gives a finer map from overlapping patches. Default: the patch size (64 px for the bundled model).</source>
        <translation>Abstand von einem Ausschnitt zum nächsten, in Pixeln der Auflösung des Modells. Er ist auch die Pixelgröße der Karten. Eine kleinere Schrittweite ergibt eine feinere Karte aus überlappenden Ausschnitten. Vorgabe: die Ausschnittgröße (64 px beim mitgelieferten Modell).</translation>
    </message>
    <message>
        <source>Only patches with their centre inside these polygons (in any CRS) are classified; all others become nodata. Default: the whole image.</source>
        <translation>Nur Ausschnitte, deren Mitte innerhalb dieser Polygone (in beliebigem KBS) liegt, werden klassifiziert; alle anderen werden NoData. Vorgabe: das ganze Bild.</translation>
    </message>
    <message>
        <source>Maximum share of nodata (0 to 1)</source>
        <translation>Höchstanteil an NoData (0 bis 1)</translation>
    </message>
    <message>
        <source>Patches with a larger share of nodata pixels become nodata. In all other patches, nodata pixels get the mean of the valid pixels.</source>
        <translation>Ausschnitte mit einem größeren Anteil an NoData-Pixeln werden NoData. In allen anderen Ausschnitten erhalten NoData-Pixel den Mittelwert der gültigen Pixel.</translation>
    </message>
    <message>
        <source>Pixel values</source>
        <translation>Pixelwerte</translation>
    </message>
    <message>
        <source>What the pixel values are. 'auto' recognizes 8-bit images like the training images, reflectance x 10,000, reflectance 0 to 1, a scale that is stored in the file, and surface reflectance (Level-2A, by its dark blue); the log reports which. Use '+ 1000' for Sentinel-2 products since 2022 if their offset was not removed.</source>
        <translation>Was die Pixelwerte sind. „auto“ erkennt 8-Bit-Bilder wie die Trainingsbilder, Reflektanz x 10.000, Reflektanz 0 bis 1, eine in der Datei gespeicherte Skalierung und Bodenreflektanz (Level-2A, an ihrem dunklen Blau); das Protokoll nennt, was es ist. „+ 1000“ bei Sentinel-2-Produkten seit 2022 verwenden, wenn deren Versatz nicht entfernt wurde.</translation>
    </message>
    <message>
        <source>as in training</source>
        <translation>wie im Training</translation>
    </message>
    <message>
        <source>reflectance x 10,000</source>
        <translation>Reflektanz x 10.000</translation>
    </message>
    <message>
        <source>reflectance x 10,000 + 1000</source>
        <translation>Reflektanz x 10.000 + 1000</translation>
    </message>
    <message>
        <source>reflectance 0 to 1</source>
        <translation>Reflektanz 0 bis 1</translation>
    </message>
    <message>
        <source>surface reflectance x 10,000</source>
        <translation>Bodenreflektanz x 10.000</translation>
    </message>
    <message>
        <source>surface reflectance x 10,000 + 1000</source>
        <translation>Bodenreflektanz x 10.000 + 1000</translation>
    </message>
    <message>
        <source>surface reflectance 0 to 1</source>
        <translation>Bodenreflektanz 0 bis 1</translation>
    </message>
    <message>
        <source>A GeoTIFF with one pixel for each patch, as large as the stride: the number of the class; 255 is nodata.</source>
        <translation>Ein GeoTIFF mit einem Pixel je Ausschnitt, so groß wie die Schrittweite: die Nummer der Klasse; 255 ist NoData.</translation>
    </message>
    <message>
        <source>A GeoTIFF with two bands: log p(x) up to a constant, and its percentile among the training images. 0 is unlike all training images, 1 is typical. Below 0.01, a patch is less likely than 99 % of them.</source>
        <translation>Ein GeoTIFF mit zwei Kanälen: log p(x) bis auf eine Konstante und sein Perzentil unter den Trainingsbildern. 0 gleicht keinem Trainingsbild, 1 ist typisch. Unter 0,01 ist ein Ausschnitt weniger wahrscheinlich als 99 % von ihnen.</translation>
    </message>
    <message>
        <source>A GeoTIFF with a band per class: the calibrated probability of the class, 0 to 1. It is valid only where the confidence is not low.</source>
        <translation>Ein GeoTIFF mit einem Kanal je Klasse: die kalibrierte Wahrscheinlichkeit der Klasse, 0 bis 1. Sie gilt nur, wo die Konfidenz nicht niedrig ist.</translation>
    </message>
    <message>
        <source>Patches</source>
        <translation>Ausschnitte</translation>
    </message>
    <message>
        <source>A square for each patch, with its class (class, class_name), the probability of the class (probability), log p(x) (log_px) and its percentile (percentile).</source>
        <translation>Ein Quadrat je Ausschnitt, mit seiner Klasse (class, class_name), der Wahrscheinlichkeit der Klasse (probability), log p(x) (log_px) und dessen Perzentil (percentile).</translation>
    </message>
    <message>
        <source>Classified patches</source>
        <translation>Klassifizierte Ausschnitte</translation>
    </message>
    <message>
        <source>Number of patches that were classified.</source>
        <translation>Anzahl der Ausschnitte, die klassifiziert wurden.</translation>
    </message>
    <message>
        <source>Share of unlikely patches (0 to 1)</source>
        <translation>Anteil unwahrscheinlicher Ausschnitte (0 bis 1)</translation>
    </message>
    <message>
        <source>Share of the classified patches that are less likely than 99 % of the training images.</source>
        <translation>Anteil der klassifizierten Ausschnitte, die weniger wahrscheinlich sind als 99 % der Trainingsbilder.</translation>
    </message>
    <message>
        <source>Class statistics</source>
        <translation>Klassenstatistik</translation>
    </message>
    <message>
        <source>Count the pixels of an image that each class of labels has, before samples are selected.</source>
        <translation>Zählt die Pixel eines Bildes, die jede Klasse der Labels hat, bevor Stichproben ausgewählt werden.</translation>
    </message>
    <message>
        <source>A pixel belongs to a polygon that holds its centre, to a line that touches it, and to a point that lies in it. Pixels that are nodata in any band of the image cannot be samples; they are counted by themselves, as are pixels in features of several classes, features outside the image, and features that have no pixel of their own.</source>
        <translation>Ein Pixel gehört zu einem Polygon, das seine Mitte enthält, zu einer Linie, die es berührt, und zu einem Punkt, der in ihm liegt. Pixel, die in einem Kanal des Bildes NoData sind, können keine Stichproben sein; sie werden gesondert gezählt, ebenso Pixel in Objekten mehrerer Klassen, Objekte außerhalb des Bildes und Objekte ohne eigenes Pixel.</translation>
    </message>
    <message>
        <source>sampling</source>
        <translation>Stichprobennahme</translation>
    </message>
    <message>
        <source>training</source>
        <translation>Training</translation>
    </message>
    <message>
        <source>ground truth</source>
        <translation>Referenzdaten</translation>
    </message>
    <message>
        <source>polygon class statistics</source>
        <translation>Klassenstatistik von Polygonen</translation>
    </message>
    <message>
        <source>pixels</source>
        <translation>Pixel</translation>
    </message>
    <message>
        <source>count</source>
        <translation>zählen</translation>
    </message>
    <message>
        <source>orfeo</source>
        <translation>orfeo</translation>
    </message>
    <message>
        <source>otb</source>
        <translation>otb</translation>
    </message>
    <message>
        <source>The image on whose pixels the labels are counted.</source>
        <translation>Das Bild, auf dessen Pixeln die Labels gezählt werden.</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>The ground truth: polygons, lines, points or a class raster, in any CRS. A class raster with other pixels than the image's is read by nearest neighbour; its nodata have no label.</source>
        <translation>Die Referenzdaten: Polygone, Linien, Punkte oder ein Klassenraster, in beliebigem KBS. Ein Klassenraster mit anderen Pixeln als denen des Bildes wird mit dem nächsten Nachbarn gelesen; sein NoData hat kein Label.</translation>
    </message>
    <message>
        <source>The field of the labels with the class: texts, or any whole numbers. Default: all features are one class, 'object'.</source>
        <translation>Das Feld der Labels mit der Klasse: Texte oder beliebige ganze Zahlen. Vorgabe: Alle Objekte sind eine Klasse, „object“.</translation>
    </message>
    <message>
        <source>Only pixels with their centre inside these polygons (in any CRS) can be samples. Default: the whole image.</source>
        <translation>Nur Pixel, deren Mitte innerhalb dieser Polygone (in beliebigem KBS) liegt, können Stichproben sein. Vorgabe: das ganze Bild.</translation>
    </message>
    <message>
        <source>Overlaps</source>
        <translation>Überlappungen</translation>
    </message>
    <message>
        <source>Pixels in features of several classes: 'leave out' = they are counted, but cannot be samples; 'keep' = they count in each feature, as in the Orfeo ToolBox, where pixels in two features of one class count twice.</source>
        <translation>Pixel in Objekten mehrerer Klassen: „leave out“ = sie werden gezählt, können aber keine Stichproben sein; „keep“ = sie zählen in jedem Objekt, wie in der Orfeo ToolBox, in der Pixel in zwei Objekten einer Klasse doppelt zählen.</translation>
    </message>
    <message>
        <source>leave out</source>
        <translation>auslassen</translation>
    </message>
    <message>
        <source>keep</source>
        <translation>behalten</translation>
    </message>
    <message>
        <source>Counted labels</source>
        <translation>Gezählte Labels</translation>
    </message>
    <message>
        <source>The features with the numbers of their pixels: pixels that can be samples, their area in hectares, nodata, pixels in several classes, pixels outside the area. Of a class raster, a rectangle around the pixels of each class.</source>
        <translation>Die Objekte mit den Anzahlen ihrer Pixel: Pixel, die Stichproben sein können, deren Fläche in Hektar, NoData, Pixel in mehreren Klassen, Pixel außerhalb des Gebiets. Bei einem Klassenraster ein Rechteck um die Pixel jeder Klasse.</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>A CSV file with a row for each class.</source>
        <translation>Eine CSV-Datei mit einer Zeile je Klasse.</translation>
    </message>
    <message>
        <source>CSV files</source>
        <translation>CSV-Dateien</translation>
    </message>
    <message>
        <source>Class report</source>
        <translation>Klassenbericht</translation>
    </message>
    <message>
        <source>An HTML page with the same table.</source>
        <translation>Eine HTML-Seite mit derselben Tabelle.</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>Number of classes that have at least one pixel that can be a sample.</source>
        <translation>Anzahl der Klassen mit mindestens einem Pixel, das Stichprobe sein kann.</translation>
    </message>
    <message>
        <source>Usable pixels</source>
        <translation>Verwendbare Pixel</translation>
    </message>
    <message>
        <source>Number of pixels that can be samples.</source>
        <translation>Anzahl der Pixel, die Stichproben sein können.</translation>
    </message>
    <message>
        <source>Pixels of the rarest class</source>
        <translation>Pixel der seltensten Klasse</translation>
    </message>
    <message>
        <source>Number of pixels that can be samples in the class that has the fewest of them.</source>
        <translation>Anzahl der möglichen Stichproben-Pixel in der Klasse, die am wenigsten davon hat.</translation>
    </message>
    <message>
        <source>Compare domains</source>
        <translation>Domänen vergleichen</translation>
    </message>
    <message>
        <source>Compare sets of images with the training images of a scene classification model, to detect a domain shift.</source>
        <translation>Vergleicht Gruppen von Bildern mit den Trainingsbildern eines Szenenklassifikationsmodells, um eine Domänenverschiebung zu erkennen.</translation>
    </message>
    <message>
        <source>Use it before you apply a model to images of another region, season or sensor. The report shows the histogram of log p(x) of each set beside that of the reference images. It also measures how well four scores separate the sets: log p(x), the maximum softmax probability, the norm of the gradient of log p(x), and the distance to the nearest neighbours among the features of the reference images. The measures are the Kullback-Leibler divergence of the histograms, the area under the ROC curve (AUROC), and the false positive rate at 95 % true positives (FPR95).</source>
        <translation>Vor der Anwendung eines Modells auf Bilder einer anderen Region, Jahreszeit oder eines anderen Sensors verwenden. Der Bericht zeigt das Histogramm von log p(x) jeder Gruppe neben dem der Referenzbilder. Er misst außerdem, wie gut vier Scores die Gruppen trennen: log p(x), die größte Softmax-Wahrscheinlichkeit, die Norm des Gradienten von log p(x) und der Abstand zum nächsten Nachbarn unter den Merkmalen der Referenzbilder. Die Maße sind die Kullback-Leibler-Divergenz der Histogramme, die Fläche unter der ROC-Kurve (AUROC) und die Falsch-positiv-Rate bei 95 % richtig Positiven (FPR95).</translation>
    </message>
    <message>
        <source>ood</source>
        <translation>ood</translation>
    </message>
    <message>
        <source>domain shift</source>
        <translation>Domänenverschiebung</translation>
    </message>
    <message>
        <source>transfer</source>
        <translation>Übertragung</translation>
    </message>
    <message>
        <source>Image sets</source>
        <translation>Bildgruppen</translation>
    </message>
    <message>
        <source>Folders of images (including all subfolders) or rasters, separated by semicolons. Each one is a set. Images larger than a patch are cut into patches.</source>
        <translation>Ordner mit Bildern (samt allen Unterordnern) oder Raster, durch Semikolons getrennt. Jeder ist eine Gruppe. Bilder, die größer als ein Ausschnitt sind, werden in Ausschnitte geteilt.</translation>
    </message>
    <message>
        <source>Reference images</source>
        <translation>Referenzbilder</translation>
    </message>
    <message>
        <source>A folder or raster of images like the training images, best ones that were not used in the training. Default: only log p(x) is compared, with the distribution stored in the model.</source>
        <translation>Ein Ordner oder Raster mit Bildern wie den Trainingsbildern, am besten solchen, die nicht im Training verwendet wurden. Vorgabe: Nur log p(x) wird verglichen, mit der im Modell gespeicherten Verteilung.</translation>
    </message>
    <message>
        <source>A model file (.safetensors) from 'Train a scene classification model'. Default: the bundled model.</source>
        <translation>Eine Modelldatei (.safetensors) aus „Szenenmodell trainieren“. Vorgabe: das mitgelieferte Modell.</translation>
    </message>
    <message>
        <source>The bands of the images, for all sets, that correspond to those of the model, for example '4, 3, 2'. Default: bands are matched by name; images without band names must have as many bands as the model.</source>
        <translation>Die Kanäle der Bilder, für alle Gruppen, die denen des Modells entsprechen, zum Beispiel „4, 3, 2“. Vorgabe: Kanäle werden nach Namen zugeordnet; Bilder ohne Kanalnamen müssen so viele Kanäle haben wie das Modell.</translation>
    </message>
    <message>
        <source>Maximum images per set</source>
        <translation>Höchstzahl der Bilder je Gruppe</translation>
    </message>
    <message>
        <source>At most this number of images or patches is drawn at random from each set. More give more precise results.</source>
        <translation>Höchstens so viele Bilder oder Ausschnitte werden zufällig aus jeder Gruppe gezogen. Mehr ergeben genauere Ergebnisse.</translation>
    </message>
    <message>
        <source>Random seed</source>
        <translation>Zufallsstartwert</translation>
    </message>
    <message>
        <source>The same seed draws the same images.</source>
        <translation>Derselbe Startwert zieht dieselben Bilder.</translation>
    </message>
    <message>
        <source>Domain report</source>
        <translation>Domänenbericht</translation>
    </message>
    <message>
        <source>An HTML page with the histograms and all measures.</source>
        <translation>Eine HTML-Seite mit den Histogrammen und allen Maßen.</translation>
    </message>
    <message>
        <source>KL divergence of log p(x) (nats)</source>
        <translation>KL-Divergenz von log p(x) (Nat)</translation>
    </message>
    <message>
        <source>Kullback-Leibler divergence of the histogram of the first set from that of the reference images.</source>
        <translation>Kullback-Leibler-Divergenz des Histogramms der ersten Gruppe von dem der Referenzbilder.</translation>
    </message>
    <message>
        <source>How well log p(x) separates the first set from the reference images: 0.5 not at all, 1 completely.</source>
        <translation>Wie gut log p(x) die erste Gruppe von den Referenzbildern trennt: 0,5 gar nicht, 1 vollständig.</translation>
    </message>
    <message>
        <source>FPR95 of log p(x) (0 to 1)</source>
        <translation>FPR95 von log p(x) (0 bis 1)</translation>
    </message>
    <message>
        <source>Share of the first set above the threshold that 95 % of the reference images exceed.</source>
        <translation>Anteil der ersten Gruppe über dem Schwellenwert, den 95 % der Referenzbilder überschreiten.</translation>
    </message>
    <message>
        <source>All measures</source>
        <translation>Alle Maße</translation>
    </message>
    <message>
        <source>All measures of all scores and sets, as JSON text.</source>
        <translation>Alle Maße aller Scores und Gruppen, als JSON-Text.</translation>
    </message>
    <message>
        <source>Compare polygons</source>
        <translation>Polygone vergleichen</translation>
    </message>
    <message>
        <source>Compare predicted polygons with reference polygons: areas, objects, edges and vertices.</source>
        <translation>Vergleicht vorhergesagte Polygone mit Referenzpolygonen: Flächen, Objekte, Kanten und Stützpunkte.</translation>
    </message>
    <message>
        <source>Beyond IoU, this measures how well the outlines fit: their distances, the directions of their edges, their numbers of vertices, and gaps and overlaps between neighbours. Polygons are matched one to one: as many pairs as possible with the minimum IoU (maximum matching, as in Assess accuracy). Outlines are compared pair by pair, and polygons without a match are counted. Corners are matched in their order along the outer ring. Lengths are measured in metres on the ground in every CRS, in pixels where layers without a CRS are in pixel coordinates.</source>
        <translation>Über den IoU hinaus misst dies, wie gut die Umrisse passen: ihre Abstände, die Richtungen ihrer Kanten, die Anzahlen ihrer Stützpunkte sowie Lücken und Überlappungen zwischen Nachbarn. Polygone werden eins zu eins zugeordnet: so viele Paare wie möglich mit dem kleinsten IoU (größte Zuordnung, wie in „Genauigkeit bewerten“). Umrisse werden Paar für Paar verglichen, und Polygone ohne Zuordnung werden gezählt. Ecken werden in ihrer Reihenfolge entlang des äußeren Rings zugeordnet. Längen werden in jedem KBS in Metern am Boden gemessen, in Pixeln, wo Layer ohne KBS Pixelkoordinaten haben.</translation>
    </message>
    <message>
        <source>boundary iou</source>
        <translation>Boundary-IoU</translation>
    </message>
    <message>
        <source>polis</source>
        <translation>polis</translation>
    </message>
    <message>
        <source>hausdorff</source>
        <translation>hausdorff</translation>
    </message>
    <message>
        <source>outline</source>
        <translation>Umriss</translation>
    </message>
    <message>
        <source>building</source>
        <translation>Gebäude</translation>
    </message>
    <message>
        <source>The polygons to assess.</source>
        <translation>Die zu bewertenden Polygone.</translation>
    </message>
    <message>
        <source>The reference polygons, in any CRS.</source>
        <translation>Die Referenzpolygone, in beliebigem KBS.</translation>
    </message>
    <message>
        <source>The image that the polygons were extracted from. Both layers are clipped to it, so that objects outside the image do not count as missed. Default: all polygons of both layers count.</source>
        <translation>Das Bild, aus dem die Polygone extrahiert wurden. Beide Layer werden darauf zugeschnitten, damit Objekte außerhalb des Bildes nicht als übersehen zählen. Vorgabe: Alle Polygone beider Layer zählen.</translation>
    </message>
    <message>
        <source>The field of both layers with the class. Polygons of different classes never match. Default: all polygons are one class.</source>
        <translation>Das Feld beider Layer mit der Klasse. Polygone verschiedener Klassen werden nie einander zugeordnet. Vorgabe: Alle Polygone sind eine Klasse.</translation>
    </message>
    <message>
        <source>Score field</source>
        <translation>Score-Feld</translation>
    </message>
    <message>
        <source>The numeric field of the prediction that ranks its polygons for the average precision. Default: the first of score, mean_probability and confidence that it has; without any, the average precision is left out.</source>
        <translation>Das Zahlenfeld der Vorhersage, das ihre Polygone für die mittlere Präzision ordnet. Vorgabe: das erste von score, mean_probability und confidence, das sie hat; ohne eines davon entfällt die mittlere Präzision.</translation>
    </message>
    <message>
        <source>Minimum IoU (0 to 1)</source>
        <translation>Kleinster IoU (0 bis 1)</translation>
    </message>
    <message>
        <source>A predicted and a reference polygon can only match if their intersection over union is at least this value.</source>
        <translation>Ein vorhergesagtes und ein Referenzpolygon können einander nur zugeordnet werden, wenn ihr Schnitt durch Vereinigung mindestens diesen Wert hat.</translation>
    </message>
    <message>
        <source>Boundary width (m)</source>
        <translation>Randbreite (m)</translation>
    </message>
    <message>
        <source>The boundary IoU compares a band of this width inside each outline.</source>
        <translation>Der Boundary-IoU vergleicht einen Streifen dieser Breite innerhalb jedes Umrisses.</translation>
    </message>
    <message>
        <source>Maximum gap width (m)</source>
        <translation>Größte Lückenbreite (m)</translation>
    </message>
    <message>
        <source>An opening between predicted polygons is a gap if it is narrower than this or enclosed, and if a reference polygon covers it.</source>
        <translation>Eine Öffnung zwischen vorhergesagten Polygonen ist eine Lücke, wenn sie schmaler als dies oder umschlossen ist und ein Referenzpolygon sie bedeckt.</translation>
    </message>
    <message>
        <source>Unmatched penalty (m)</source>
        <translation>Strafwert ohne Zuordnung (m)</translation>
    </message>
    <message>
        <source>In the mean PoLiS distance, each polygon without a match counts with this distance. No pair counts with more.</source>
        <translation>In der mittleren PoLiS-Distanz zählt jedes Polygon ohne Zuordnung mit diesem Abstand. Kein Paar zählt mit mehr.</translation>
    </message>
    <message>
        <source>Comparison report</source>
        <translation>Vergleichsbericht</translation>
    </message>
    <message>
        <source>An HTML page with all measures, curves, a map of the errors and the worst polygons.</source>
        <translation>Eine HTML-Seite mit allen Maßen, Kurven, einer Karte der Fehler und den schlechtesten Polygonen.</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>Objekte</translation>
    </message>
    <message>
        <source>All predicted polygons and all missed reference polygons, with their status (matched, spurious or missed), IoU, distances, direction errors and numbers of vertices.</source>
        <translation>Alle vorhergesagten Polygone und alle übersehenen Referenzpolygone, mit ihrem Status (matched, spurious oder missed), IoU, Abständen, Richtungsfehlern und Anzahlen der Stützpunkte.</translation>
    </message>
    <message>
        <source>Intersection over union of the areas that the layers cover.</source>
        <translation>Schnitt durch Vereinigung der Flächen, die die Layer bedecken.</translation>
    </message>
    <message>
        <source>Boundary IoU (0 to 1)</source>
        <translation>Boundary-IoU (0 bis 1)</translation>
    </message>
    <message>
        <source>IoU of a band inside each outline.</source>
        <translation>IoU eines Streifens innerhalb jedes Umrisses.</translation>
    </message>
    <message>
        <source>Harmonic mean of object precision and object recall.</source>
        <translation>Harmonisches Mittel aus Präzision und Trefferquote der Objekte.</translation>
    </message>
    <message>
        <source>Average precision, AP50-95 (0 to 1)</source>
        <translation>Mittlere Präzision, AP50-95 (0 bis 1)</translation>
    </message>
    <message>
        <source>As defined by COCO: mean of IoU 0.5 to 0.95, ranked by score.</source>
        <translation>Nach der Definition von COCO: Mittelwert von IoU 0,5 bis 0,95, geordnet nach dem Score.</translation>
    </message>
    <message>
        <source>Average precision at IoU 0.5 (0 to 1)</source>
        <translation>Mittlere Präzision bei IoU 0,5 (0 bis 1)</translation>
    </message>
    <message>
        <source>Matches have an IoU of at least 0.5.</source>
        <translation>Zuordnungen haben einen IoU von mindestens 0,5.</translation>
    </message>
    <message>
        <source>Average precision at IoU 0.75 (0 to 1)</source>
        <translation>Mittlere Präzision bei IoU 0,75 (0 bis 1)</translation>
    </message>
    <message>
        <source>Matches have an IoU of at least 0.75.</source>
        <translation>Zuordnungen haben einen IoU von mindestens 0,75.</translation>
    </message>
    <message>
        <source>PoLiS distance (m)</source>
        <translation>PoLiS-Distanz (m)</translation>
    </message>
    <message>
        <source>Mean distance of vertices from the other outline, with the unmatched penalty.</source>
        <translation>Mittlerer Abstand der Stützpunkte vom anderen Umriss, mit dem Strafwert ohne Zuordnung.</translation>
    </message>
    <message>
        <source>PoLiS distance of pairs (m)</source>
        <translation>PoLiS-Distanz der Paare (m)</translation>
    </message>
    <message>
        <source>PoLiS distance of the matched pairs only.</source>
        <translation>PoLiS-Distanz nur der zugeordneten Paare.</translation>
    </message>
    <message>
        <source>C-IoU (0 to 1)</source>
        <translation>C-IoU (0 bis 1)</translation>
    </message>
    <message>
        <source>IoU, reduced where the numbers of vertices differ; 0 for polygons without a match.</source>
        <translation>IoU, verringert, wo sich die Anzahlen der Stützpunkte unterscheiden; 0 für Polygone ohne Zuordnung.</translation>
    </message>
    <message>
        <source>Corners within 0.5 m (0 to 1)</source>
        <translation>Ecken innerhalb 0,5 m (0 bis 1)</translation>
    </message>
    <message>
        <source>Share of the corners of matched pairs.</source>
        <translation>Anteil der Ecken zugeordneter Paare.</translation>
    </message>
    <message>
        <source>Corners within 1 m (0 to 1)</source>
        <translation>Ecken innerhalb 1 m (0 bis 1)</translation>
    </message>
    <message>
        <source>Corners within 2 m (0 to 1)</source>
        <translation>Ecken innerhalb 2 m (0 bis 1)</translation>
    </message>
    <message>
        <source>Corners within 4 m (0 to 1)</source>
        <translation>Ecken innerhalb 4 m (0 bis 1)</translation>
    </message>
    <message>
        <source>Distance of corners, median (m)</source>
        <translation>Abstand der Ecken, Median (m)</translation>
    </message>
    <message>
        <source>50 % of the corners of matched reference polygons are nearer.</source>
        <translation>50 % der Ecken zugeordneter Referenzpolygone liegen näher.</translation>
    </message>
    <message>
        <source>Vertex ratio</source>
        <translation>Stützpunktverhältnis</translation>
    </message>
    <message>
        <source>Predicted vertices divided by reference vertices, of matched pairs.</source>
        <translation>Vorhergesagte Stützpunkte geteilt durch Stützpunkte der Referenz, in zugeordneten Paaren.</translation>
    </message>
    <message>
        <source>Direction error (°)</source>
        <translation>Richtungsfehler (°)</translation>
    </message>
    <message>
        <source>Mean angle between predicted edges and the nearest reference edge, modulo 180°.</source>
        <translation>Mittlerer Winkel zwischen vorhergesagten Kanten und der nächsten Kante der Referenz, modulo 180°.</translation>
    </message>
    <message>
        <source>Direction error, 95 % (°)</source>
        <translation>Richtungsfehler, 95 % (°)</translation>
    </message>
    <message>
        <source>95 % of the predicted edges, by length, have a smaller error.</source>
        <translation>95 % der vorhergesagten Kanten, nach Länge, haben einen kleineren Fehler.</translation>
    </message>
    <message>
        <source>Axis error (°)</source>
        <translation>Achsenfehler (°)</translation>
    </message>
    <message>
        <source>Mean angle between predicted edges and the main axes of the reference polygon, modulo 90°.</source>
        <translation>Mittlerer Winkel zwischen vorhergesagten Kanten und den Hauptachsen des Referenzpolygons, modulo 90°.</translation>
    </message>
    <message>
        <source>Axis error, 95 % (°)</source>
        <translation>Achsenfehler, 95 % (°)</translation>
    </message>
    <message>
        <source>Maximum tangent angle error, median (°)</source>
        <translation>Größter Tangentenwinkelfehler, Median (°)</translation>
    </message>
    <message>
        <source>Maximum tangent angle error of each pair, median of the pairs.</source>
        <translation>Größter Tangentenwinkelfehler jedes Paars, Median der Paare.</translation>
    </message>
    <message>
        <source>Maximum tangent angle error, mean (°)</source>
        <translation>Größter Tangentenwinkelfehler, Mittelwert (°)</translation>
    </message>
    <message>
        <source>Maximum tangent angle error of each pair, mean of the pairs.</source>
        <translation>Größter Tangentenwinkelfehler jedes Paars, Mittelwert der Paare.</translation>
    </message>
    <message>
        <source>Hausdorff distance, median (m)</source>
        <translation>Hausdorff-Distanz, Median (m)</translation>
    </message>
    <message>
        <source>Maximum distance between the outlines of a pair, median of the pairs.</source>
        <translation>Größter Abstand zwischen den Umrissen eines Paars, Median der Paare.</translation>
    </message>
    <message>
        <source>Hausdorff distance, maximum (m)</source>
        <translation>Hausdorff-Distanz, Maximum (m)</translation>
    </message>
    <message>
        <source>Maximum distance between the outlines of the worst pair.</source>
        <translation>Größter Abstand zwischen den Umrissen des schlechtesten Paars.</translation>
    </message>
    <message>
        <source>Gap area (m²)</source>
        <translation>Fläche der Lücken (m²)</translation>
    </message>
    <message>
        <source>Area of the gaps between predicted polygons.</source>
        <translation>Fläche der Lücken zwischen vorhergesagten Polygonen.</translation>
    </message>
    <message>
        <source>Overlap area (m²)</source>
        <translation>Fläche der Überlappungen (m²)</translation>
    </message>
    <message>
        <source>Area that more than one predicted polygon covers.</source>
        <translation>Fläche, die mehr als ein vorhergesagtes Polygon bedeckt.</translation>
    </message>
    <message>
        <source>Invalid polygons</source>
        <translation>Ungültige Polygone</translation>
    </message>
    <message>
        <source>Number of invalid predicted polygons; they are repaired before the comparison.</source>
        <translation>Anzahl ungültiger vorhergesagter Polygone; sie werden vor dem Vergleich repariert.</translation>
    </message>
    <message>
        <source>Predicted polygons</source>
        <translation>Vorhergesagte Polygone</translation>
    </message>
    <message>
        <source>Number of predicted polygons.</source>
        <translation>Anzahl der vorhergesagten Polygone.</translation>
    </message>
    <message>
        <source>Reference polygons</source>
        <translation>Referenzpolygone</translation>
    </message>
    <message>
        <source>Number of reference polygons.</source>
        <translation>Anzahl der Referenzpolygone.</translation>
    </message>
    <message>
        <source>Matched pairs</source>
        <translation>Zugeordnete Paare</translation>
    </message>
    <message>
        <source>Number of pairs of a predicted and a reference polygon that match.</source>
        <translation>Anzahl der Paare aus einem vorhergesagten und einem Referenzpolygon, die einander zugeordnet sind.</translation>
    </message>
    <message>
        <source>Predicted vertices</source>
        <translation>Vorhergesagte Stützpunkte</translation>
    </message>
    <message>
        <source>Number of vertices of all predicted polygons, without closing points.</source>
        <translation>Anzahl der Stützpunkte aller vorhergesagten Polygone, ohne Schlusspunkte.</translation>
    </message>
    <message>
        <source>Reference vertices</source>
        <translation>Stützpunkte der Referenz</translation>
    </message>
    <message>
        <source>Number of vertices of all reference polygons, without closing points.</source>
        <translation>Anzahl der Stützpunkte aller Referenzpolygone, ohne Schlusspunkte.</translation>
    </message>
    <message>
        <source>Pairs with different numbers of parts</source>
        <translation>Paare mit verschiedener Anzahl von Teilen</translation>
    </message>
    <message>
        <source>Number of such matched pairs.</source>
        <translation>Anzahl solcher zugeordneten Paare.</translation>
    </message>
    <message>
        <source>Pairs with different numbers of holes</source>
        <translation>Paare mit verschiedener Anzahl von Löchern</translation>
    </message>
    <message>
        <source>Complete an image</source>
        <translation>Bild vervollständigen</translation>
    </message>
    <message>
        <source>Fill the missing pixels of an image with likely values, from a joint energy-based model (JEM).</source>
        <translation>Füllt die fehlenden Pixel eines Bildes mit wahrscheinlichen Werten aus einem energiebasierten Verbundmodell (JEM).</translation>
    </message>
    <message>
        <source>Missing pixels are nodata pixels, the pixels of a mask, or salt-and-pepper noise that is detected. They are first interpolated. Stochastic gradient Langevin dynamics then refines them towards more likely values, while the valid pixels are kept. Large images are processed in overlapping tiles, without seams. Valid pixels and the georeference do not change.</source>
        <translation>Fehlende Pixel sind NoData-Pixel, die Pixel einer Maske oder erkanntes Salz-und-Pfeffer-Rauschen. Sie werden zunächst interpoliert. Stochastische Gradienten-Langevin-Dynamik verfeinert sie dann hin zu wahrscheinlicheren Werten, während die gültigen Pixel erhalten bleiben. Große Bilder werden in überlappenden Kacheln verarbeitet, ohne Nähte. Gültige Pixel und die Georeferenzierung ändern sich nicht.</translation>
    </message>
    <message>
        <source>The result is a likely image, not a measurement: use it for display, and for methods that need images without gaps. The image should have the resolution of the model (10 m for the bundled one).</source>
        <translation>Das Ergebnis ist ein wahrscheinliches Bild, keine Messung: für die Anzeige verwenden und für Methoden, die Bilder ohne Lücken brauchen. Das Bild sollte die Auflösung des Modells haben (10 m beim mitgelieferten).</translation>
    </message>
    <message>
        <source>inpainting</source>
        <translation>Inpainting</translation>
    </message>
    <message>
        <source>gap filling</source>
        <translation>Lückenfüllung</translation>
    </message>
    <message>
        <source>nodata</source>
        <translation>NoData</translation>
    </message>
    <message>
        <source>clouds</source>
        <translation>Wolken</translation>
    </message>
    <message>
        <source>denoise</source>
        <translation>entrauschen</translation>
    </message>
    <message>
        <source>salt and pepper</source>
        <translation>Salz und Pfeffer</translation>
    </message>
    <message>
        <source>langevin</source>
        <translation>langevin</translation>
    </message>
    <message>
        <source>repair</source>
        <translation>reparieren</translation>
    </message>
    <message>
        <source>The image with missing pixels: any raster that GDAL reads, of any size.</source>
        <translation>Das Bild mit fehlenden Pixeln: jedes Raster, das GDAL liest, beliebig groß.</translation>
    </message>
    <message>
        <source>A model file (.safetensors) of the kind JEM from 'Train a scene classification model'. A plain classifier cannot be sampled. Default: the bundled model.</source>
        <translation>Eine Modelldatei (.safetensors) der Art JEM aus „Szenenmodell trainieren“. Aus einem einfachen Klassifikator lassen sich keine Stichproben ziehen. Vorgabe: das mitgelieferte Modell.</translation>
    </message>
    <message>
        <source>Mask of missing pixels</source>
        <translation>Maske der fehlenden Pixel</translation>
    </message>
    <message>
        <source>A raster, for example a cloud mask, in any CRS. Pixels with a value other than 0 are missing. Default: the nodata pixels of the image are missing.</source>
        <translation>Ein Raster, zum Beispiel eine Wolkenmaske, in beliebigem KBS. Pixel mit einem anderen Wert als 0 fehlen. Vorgabe: Die NoData-Pixel des Bildes fehlen.</translation>
    </message>
    <message>
        <source>Detect salt-and-pepper noise</source>
        <translation>Salz-und-Pfeffer-Rauschen erkennen</translation>
    </message>
    <message>
        <source>In each band, pixels are also missing if they have the minimum or maximum value of the band and differ from their neighbours. Nodata pixels then stay nodata.</source>
        <translation>In jedem Kanal fehlen auch Pixel, die den kleinsten oder größten Wert des Kanals haben und von ihren Nachbarn abweichen. NoData-Pixel bleiben dann NoData.</translation>
    </message>
    <message>
        <source>Sampling steps</source>
        <translation>Stichprobenschritte</translation>
    </message>
    <message>
        <source>Maximum number of steps that refine the interpolation. 0 = interpolation only.</source>
        <translation>Höchstzahl der Schritte, die die Interpolation verfeinern. 0 = nur Interpolation.</translation>
    </message>
    <message>
        <source>Target likelihood (0 to 1)</source>
        <translation>Ziel-Likelihood (0 bis 1)</translation>
    </message>
    <message>
        <source>The fill is refined until its likelihood reaches this percentile of the training images. Higher values add more texture, but depart more from plain interpolation.</source>
        <translation>Die Füllung wird verfeinert, bis ihre Likelihood dieses Perzentil der Trainingsbilder erreicht. Höhere Werte fügen mehr Textur hinzu, weichen aber stärker von der reinen Interpolation ab.</translation>
    </message>
    <message>
        <source>The same seed on the same computer gives the same images.</source>
        <translation>Derselbe Startwert ergibt auf demselben Computer dieselben Bilder.</translation>
    </message>
    <message>
        <source>Completed image</source>
        <translation>Vervollständigtes Bild</translation>
    </message>
    <message>
        <source>A GeoTIFF with the bands of the model, in the data type of the image.</source>
        <translation>Ein GeoTIFF mit den Kanälen des Modells, im Datentyp des Bildes.</translation>
    </message>
    <message>
        <source>Share of filled values (0 to 1)</source>
        <translation>Anteil gefüllter Werte (0 bis 1)</translation>
    </message>
    <message>
        <source>Share of the values of all bands that were filled.</source>
        <translation>Anteil der gefüllten Werte aller Kanäle.</translation>
    </message>
    <message>
        <source>Describe a model</source>
        <translation>Modell beschreiben</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Describe a model file: what it finds, what image it needs, how accurate it is, and who may use it.</source>
        <translation>Beschreibt eine Modelldatei: was sie findet, welches Bild sie braucht, wie genau sie ist und wer sie verwenden darf.</translation>
    </message>
    <message>
        <source>The text comes from the model's card, which each model file holds. The report has all of it: bands, pixel size and data type of the images, classes with their colours, the figures of accuracy and what they were measured on, licence and attribution of the training data, network, stride and halo, and the settings of the training.</source>
        <translation>Der Text stammt aus der Modellkarte, die jede Modelldatei enthält. Der Bericht gibt sie ganz wieder: Kanäle, Pixelgröße und Datentyp der Bilder, Klassen mit ihren Farben, die Genauigkeitszahlen und woran sie gemessen wurden, Lizenz und Quellenangabe der Trainingsdaten, Netz, Schrittweite und Rand sowie die Einstellungen des Trainings.</translation>
    </message>
    <message>
        <source>model card</source>
        <translation>Modellkarte</translation>
    </message>
    <message>
        <source>metadata</source>
        <translation>Metadaten</translation>
    </message>
    <message>
        <source>licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>license</source>
        <translation>Nutzungsrecht</translation>
    </message>
    <message>
        <source>classes</source>
        <translation>Klassen</translation>
    </message>
    <message>
        <source>bands</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <source>resolution</source>
        <translation>Auflösung</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>safetensors</source>
        <translation>safetensors</translation>
    </message>
    <message>
        <source>A model file (.safetensors) of any task.</source>
        <translation>Eine Modelldatei (.safetensors) für eine beliebige Aufgabe.</translation>
    </message>
    <message>
        <source>Model report</source>
        <translation>Modellbericht</translation>
    </message>
    <message>
        <source>An HTML page with everything on the model's card.</source>
        <translation>Eine HTML-Seite mit allem, was auf der Modellkarte steht.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>The model's name.</source>
        <translation>Der Name des Modells.</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>What kind of model it is, for example 'segmentation'.</source>
        <translation>Welche Art von Modell es ist, zum Beispiel „segmentation“.</translation>
    </message>
    <message>
        <source>Names of its classes, or of the bands of the image that it makes.</source>
        <translation>Namen seiner Klassen oder der Kanäle des Bildes, das es erzeugt.</translation>
    </message>
    <message>
        <source>Bands</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <source>Names of the bands that it needs, in its order.</source>
        <translation>Namen der Kanäle, die es braucht, in seiner Reihenfolge.</translation>
    </message>
    <message>
        <source>Number of bands</source>
        <translation>Anzahl der Kanäle</translation>
    </message>
    <message>
        <source>How many bands it needs, of all its images.</source>
        <translation>Wie viele Kanäle es braucht, aus allen seinen Bildern.</translation>
    </message>
    <message>
        <source>Resolution (m)</source>
        <translation>Auflösung (m)</translation>
    </message>
    <message>
        <source>Pixel size on the ground that it was trained at.</source>
        <translation>Pixelgröße am Boden, mit der es trainiert wurde.</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Licence of the model, or of its training data.</source>
        <translation>Lizenz des Modells oder seiner Trainingsdaten.</translation>
    </message>
    <message>
        <source>Main figures</source>
        <translation>Wichtigste Zahlen</translation>
    </message>
    <message>
        <source>The main figures, and what they were measured on.</source>
        <translation>Die wichtigsten Zahlen und woran sie gemessen wurden.</translation>
    </message>
    <message>
        <source>Main figure of accuracy</source>
        <translation>Wichtigste Genauigkeitszahl</translation>
    </message>
    <message>
        <source>The first of these figures.</source>
        <translation>Die erste dieser Zahlen.</translation>
    </message>
    <message>
        <source>Size (MB)</source>
        <translation>Größe (MB)</translation>
    </message>
    <message>
        <source>Size of the file.</source>
        <translation>Größe der Datei.</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>Number of weights.</source>
        <translation>Anzahl der Gewichte.</translation>
    </message>
    <message>
        <source>Detect change</source>
        <translation>Veränderungen erkennen</translation>
    </message>
    <message>
        <source>Series and change</source>
        <translation>Zeitreihen und Veränderungen</translation>
    </message>
    <message>
        <source>Detect what changed between two images of one place, with a false alarm rate that is measured.</source>
        <translation>Erkennt, was sich zwischen zwei Bildern eines Ortes verändert hat, mit einer gemessenen Fehlalarmrate.</translation>
    </message>
    <message>
        <source>Every pixel gets a score of change, without training. Groups of pixels above a threshold become polygons. Give polygons of stable area, where nothing changed: the threshold is then the score that the chosen share of this area exceeds, and the report shows how well this holds in one half of the area with the threshold of the other half. Images of the place at other dates, before the event, calibrate it as well. Without both the threshold is a guess, which about the chosen share of all pixels reaches even where nothing changed; the report calls it 'not calibrated', and the score map is the result. The images can have different grids and CRSs; small shifts between them are corrected. Places that are nodata or masked on one date stay nodata.</source>
        <translation>Jedes Pixel erhält ohne Training einen Veränderungsscore. Gruppen von Pixeln über einem Schwellenwert werden zu Polygonen. Polygone eines stabilen Gebiets angeben, in dem sich nichts verändert hat: Der Schwellenwert ist dann der Score, den der gewählte Anteil dieses Gebiets überschreitet, und der Bericht zeigt, wie gut dies in der einen Hälfte des Gebiets mit dem Schwellenwert der anderen Hälfte gilt. Bilder des Ortes von anderen Zeitpunkten vor dem Ereignis kalibrieren ihn ebenfalls. Ohne beides ist der Schwellenwert eine Vermutung, die etwa der gewählte Anteil aller Pixel auch dann erreicht, wenn sich nichts verändert hat; der Bericht nennt ihn „not calibrated“, und das Ergebnis ist die Karte der Scores. Die Bilder können verschiedene Gitter und KBS haben; kleine Verschiebungen zwischen ihnen werden korrigiert. Stellen, die zu einem Zeitpunkt NoData oder maskiert sind, bleiben NoData.</translation>
    </message>
    <message>
        <source>Of a series, the first images are the history of each pixel, and the later ones are monitored: what the history, with its seasons if it is long enough, does not predict is a change, with its date. A history of six dates or more calibrates the threshold if there is no stable area.</source>
        <translation>Bei einer Zeitreihe sind die ersten Bilder die Vorgeschichte jedes Pixels, und die späteren werden überwacht: Was die Vorgeschichte, samt ihren Jahreszeiten, wenn sie lang genug ist, nicht vorhersagt, ist eine Veränderung, mit ihrem Datum. Eine Vorgeschichte von sechs oder mehr Zeitpunkten kalibriert den Schwellenwert, wenn es kein stabiles Gebiet gibt.</translation>
    </message>
    <message>
        <source>With many examples of changes, train a segmentation on both dates instead: it has several images as input.</source>
        <translation>Bei vielen Beispielen von Veränderungen stattdessen eine Segmentierung auf beiden Zeitpunkten trainieren: Sie nimmt mehrere Bilder als Eingabe.</translation>
    </message>
    <message>
        <source>IR-MAD</source>
        <translation>IR-MAD</translation>
    </message>
    <message>
        <source>MAD</source>
        <translation>MAD</translation>
    </message>
    <message>
        <source>change vector analysis</source>
        <translation>Change Vector Analysis</translation>
    </message>
    <message>
        <source>difference</source>
        <translation>Differenz</translation>
    </message>
    <message>
        <source>deforestation</source>
        <translation>Entwaldung</translation>
    </message>
    <message>
        <source>burnt area</source>
        <translation>Brandfläche</translation>
    </message>
    <message>
        <source>time series</source>
        <translation>Zeitreihe</translation>
    </message>
    <message>
        <source>Image before</source>
        <translation>Bild vorher</translation>
    </message>
    <message>
        <source>The earlier image. The result has its pixels, extended to cover both images. Default: a series is given.</source>
        <translation>Das frühere Bild. Das Ergebnis hat seine Pixel, erweitert auf die Ausdehnung beider Bilder. Vorgabe: Eine Zeitreihe ist angegeben.</translation>
    </message>
    <message>
        <source>Image after</source>
        <translation>Bild nachher</translation>
    </message>
    <message>
        <source>The later image, with the same bands, in any CRS and resolution. Default: a series is given.</source>
        <translation>Das spätere Bild, mit denselben Kanälen, in beliebigem KBS und beliebiger Auflösung. Vorgabe: Eine Zeitreihe ist angegeben.</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Instead of images before and after: a series of at least 4 images of different dates with the same bands. Default: images before and after.</source>
        <translation>Statt der Bilder vorher und nachher: eine Zeitreihe aus mindestens 4 Bildern verschiedener Zeitpunkte mit denselben Kanälen. Vorgabe: Bilder vorher und nachher.</translation>
    </message>
    <message>
        <source>Dates</source>
        <translation>Zeitpunkte</translation>
    </message>
    <message>
        <source>The date of each image of the series, in the order of the images and separated by semicolons, for example '2019-06-01; 2019-08-15'. Default: those in the names of the files, or in their tags.</source>
        <translation>Das Datum jedes Bildes der Zeitreihe, in der Reihenfolge der Bilder und durch Semikolons getrennt, zum Beispiel „2019-06-01; 2019-08-15“. Vorgabe: die in den Dateinamen oder in den Tags der Dateien.</translation>
    </message>
    <message>
        <source>Start of monitoring</source>
        <translation>Beginn der Überwachung</translation>
    </message>
    <message>
        <source>Images of the series before this date are the history, in which nothing is sought; changes are sought from this date on, for example '2020-06-01'. Default: the first half of the images is the history.</source>
        <translation>Bilder der Zeitreihe vor diesem Datum sind die Vorgeschichte, in der nichts gesucht wird; Veränderungen werden ab diesem Datum gesucht, zum Beispiel „2020-06-01“. Vorgabe: Die erste Hälfte der Bilder ist die Vorgeschichte.</translation>
    </message>
    <message>
        <source>'IR-MAD' finds what no linear relation between the two dates explains. It needs no calibrated images and is the best choice for digital numbers. 'spectral angle' compares the shapes of the spectra, whatever their brightness, and finds gradual damage to vegetation in calibrated reflectance. 'magnitude' is the length of the change vector of normalized bands. 'index' is the difference of an index. 'model' compares the image after with the image before as a time series model paints it for that date, so season and haze do not count. 'auto' combines the ranks of IR-MAD and spectral angle for reflectance, and is IR-MAD for other values.</source>
        <translation>„IR-MAD“ findet, was keine lineare Beziehung zwischen den beiden Zeitpunkten erklärt. Es braucht keine kalibrierten Bilder und ist die beste Wahl für Digitalwerte. „spectral angle“ vergleicht die Formen der Spektren, gleich wie hell sie sind, und findet allmähliche Schäden an der Vegetation in kalibrierter Reflektanz. „magnitude“ ist die Länge des Veränderungsvektors normierter Kanäle. „index“ ist die Differenz eines Index. „model“ vergleicht das Bild nachher mit dem Bild vorher, wie ein Zeitreihenmodell es für dieses Datum malt; Jahreszeit und Dunst zählen daher nicht. „auto“ verbindet bei Reflektanz die Ränge von IR-MAD und Spektralwinkel und ist bei anderen Werten IR-MAD.</translation>
    </message>
    <message>
        <source>magnitude</source>
        <translation>Betrag</translation>
    </message>
    <message>
        <source>index</source>
        <translation>Index</translation>
    </message>
    <message>
        <source>model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Index</source>
        <translation>Index</translation>
    </message>
    <message>
        <source>Only for the method 'index': a formula of the names of the bands. A band name that starts with a digit gets an underscore in front.</source>
        <translation>Nur für die Methode „index“: eine Formel aus den Namen der Kanäle. Ein Kanalname, der mit einer Ziffer beginnt, erhält einen vorangestellten Unterstrich.</translation>
    </message>
    <message>
        <source>Direction of the index</source>
        <translation>Richtung des Index</translation>
    </message>
    <message>
        <source>Only for the method 'index': any change, or only a decrease or an increase, such as a decrease of the NDVI where forest is cleared.</source>
        <translation>Nur für die Methode „index“: jede Veränderung oder nur eine Abnahme oder Zunahme, etwa eine Abnahme des NDVI, wo Wald gerodet wird.</translation>
    </message>
    <message>
        <source>any</source>
        <translation>beliebig</translation>
    </message>
    <message>
        <source>decrease</source>
        <translation>Abnahme</translation>
    </message>
    <message>
        <source>increase</source>
        <translation>Zunahme</translation>
    </message>
    <message>
        <source>Only for the method 'model': a model from 'Train a time series model', of images like these. Default: none.</source>
        <translation>Nur für die Methode „model“: ein Modell aus „Zeitreihenmodell trainieren“, für Bilder wie diese. Vorgabe: keines.</translation>
    </message>
    <message>
        <source>Stable area</source>
        <translation>Stabiles Gebiet</translation>
    </message>
    <message>
        <source>Polygons (in any CRS) where nothing changed, of all kinds of land cover. They calibrate the threshold. Default: the threshold is not calibrated.</source>
        <translation>Polygone (in beliebigem KBS), in denen sich nichts verändert hat, mit allen Arten von Landbedeckung. Sie kalibrieren den Schwellenwert. Vorgabe: Der Schwellenwert ist nicht kalibriert.</translation>
    </message>
    <message>
        <source>Images without the event</source>
        <translation>Bilder ohne das Ereignis</translation>
    </message>
    <message>
        <source>With images before and after: the same place at other dates before the event, best of the same season of other years. Nothing has happened between them and the image before, so their differences calibrate the threshold if there is no stable area. Default: none.</source>
        <translation>Zu Bildern vorher und nachher: derselbe Ort zu anderen Zeitpunkten vor dem Ereignis, am besten zur selben Jahreszeit anderer Jahre. Zwischen ihnen und dem Bild vorher ist nichts geschehen; ihre Differenzen kalibrieren daher den Schwellenwert, wenn es kein stabiles Gebiet gibt. Vorgabe: keine.</translation>
    </message>
    <message>
        <source>False alarms (%)</source>
        <translation>Fehlalarme (%)</translation>
    </message>
    <message>
        <source>Share of the unchanged pixels that may reach the threshold.</source>
        <translation>Anteil der unveränderten Pixel, die den Schwellenwert erreichen dürfen.</translation>
    </message>
    <message>
        <source>Minimum area (m²)</source>
        <translation>Mindestfläche (m²)</translation>
    </message>
    <message>
        <source>Changes with a smaller area on the ground are left out. Default: 4 pixels.</source>
        <translation>Veränderungen mit einer kleineren Fläche am Boden werden ausgelassen. Vorgabe: 4 Pixel.</translation>
    </message>
    <message>
        <source>Correct shifts</source>
        <translation>Verschiebungen korrigieren</translation>
    </message>
    <message>
        <source>Estimate the shift between the images and correct up to 2 px.</source>
        <translation>Schätzt die Verschiebung zwischen den Bildern und korrigiert bis zu 2 px.</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>Masken</translation>
    </message>
    <message>
        <source>One raster for each image (before, after, then those without the event), or one for all: scene classes of Sentinel-2 (SCL), quality bits of Landsat, or any raster that is not 0 where the image cannot be used. Default: nodata only.</source>
        <translation>Ein Raster je Bild (vorher, nachher, dann die ohne das Ereignis) oder eines für alle: Szenenklassen von Sentinel-2 (SCL), Qualitätsbits von Landsat oder jedes Raster, das nicht 0 ist, wo das Bild nicht verwendet werden kann. Vorgabe: nur NoData.</translation>
    </message>
    <message>
        <source>The bands that count, for both images, for example '4, 3, 2'. Default: all bands.</source>
        <translation>Die Kanäle, die zählen, für beide Bilder, zum Beispiel „4, 3, 2“. Vorgabe: alle Kanäle.</translation>
    </message>
    <message>
        <source>Only pixels inside these polygons (in any CRS) count; all others become nodata. Default: the whole images.</source>
        <translation>Nur Pixel innerhalb dieser Polygone (in beliebigem KBS) zählen; alle anderen werden NoData. Vorgabe: die ganzen Bilder.</translation>
    </message>
    <message>
        <source>Objects of a map</source>
        <translation>Objekte einer Karte</translation>
    </message>
    <message>
        <source>Polygons (in any CRS), such as parcels, buildings or the result of Update map. Each change gets the number of objects that it touches, and their positions in the layer. Default: none.</source>
        <translation>Polygone (in beliebigem KBS), etwa Flurstücke, Gebäude oder das Ergebnis von „Karte aktualisieren“. Jede Veränderung erhält die Anzahl der Objekte, die sie berührt, und deren Positionen im Layer. Vorgabe: keine.</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Score</translation>
    </message>
    <message>
        <source>A GeoTIFF with the score of change; the higher, the more likely. 'auto' on reflectance adds the scores of IR-MAD and spectral angle as bands 2 and 3, 'index' its change with the sign. Nodata where one of the dates is.</source>
        <translation>Ein GeoTIFF mit dem Veränderungsscore; je höher, desto wahrscheinlicher. „auto“ fügt bei Reflektanz die Scores von IR-MAD und Spektralwinkel als Kanäle 2 und 3 hinzu, „index“ seine Veränderung mit Vorzeichen. NoData, wo einer der Zeitpunkte es ist.</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Veränderungen</translation>
    </message>
    <message>
        <source>Polygons of the changes with their area (area_m2), the mean score (mean_score), the dates as far as they are known (date_before, date_after), the date of the change in a series (date), the mean change of an index (index_change) and what it means (meaning), and, with objects of a map, their number (objects_count) and positions from 1 (objects).</source>
        <translation>Polygone der Veränderungen mit ihrer Fläche (area_m2), dem mittleren Score (mean_score), den Zeitpunkten, soweit bekannt (date_before, date_after), dem Datum der Veränderung in einer Zeitreihe (date), der mittleren Veränderung eines Index (index_change) und was sie bedeutet (meaning) sowie, mit Objekten einer Karte, deren Anzahl (objects_count) und Positionen ab 1 (objects).</translation>
    </message>
    <message>
        <source>Objects with their changes</source>
        <translation>Objekte mit ihren Veränderungen</translation>
    </message>
    <message>
        <source>The objects of the map with their fields, the number of changes that touch each (changes_count) and the share of its area that changed (changed_share, from 0 to 1).</source>
        <translation>Die Objekte der Karte mit ihren Feldern, der Anzahl der Veränderungen, die jedes berühren (changes_count), und dem Anteil seiner Fläche, der sich verändert hat (changed_share, von 0 bis 1).</translation>
    </message>
    <message>
        <source>Change report</source>
        <translation>Veränderungsbericht</translation>
    </message>
    <message>
        <source>An HTML page with the dates, the method, the threshold, what is known of false alarms, and a map.</source>
        <translation>Eine HTML-Seite mit den Zeitpunkten, der Methode, dem Schwellenwert, dem, was über Fehlalarme bekannt ist, und einer Karte.</translation>
    </message>
    <message>
        <source>Number of polygons.</source>
        <translation>Anzahl der Polygone.</translation>
    </message>
    <message>
        <source>Changed area (m²)</source>
        <translation>Veränderte Fläche (m²)</translation>
    </message>
    <message>
        <source>Area of all polygons on the ground.</source>
        <translation>Fläche aller Polygone am Boden.</translation>
    </message>
    <message>
        <source>Threshold of the score</source>
        <translation>Schwellenwert des Scores</translation>
    </message>
    <message>
        <source>The score from which on pixels count as changed.</source>
        <translation>Der Score, ab dem Pixel als verändert zählen.</translation>
    </message>
    <message>
        <source>Calibrated</source>
        <translation>Kalibriert</translation>
    </message>
    <message>
        <source>Whether stable area, or dates without the event, have set the threshold.</source>
        <translation>Ob ein stabiles Gebiet oder Zeitpunkte ohne das Ereignis den Schwellenwert festgelegt haben.</translation>
    </message>
    <message>
        <source>Share of the stable area that lies within changes; none without stable area.</source>
        <translation>Anteil des stabilen Gebiets, der in Veränderungen liegt; leer ohne stabiles Gebiet.</translation>
    </message>
    <message>
        <source>Detect objects</source>
        <translation>Objekte erkennen</translation>
    </message>
    <message>
        <source>Polygons</source>
        <translation>Polygone</translation>
    </message>
    <message>
        <source>Find the objects on an image, such as vehicles, trees or ships, as boxes with a class and a score.</source>
        <translation>Findet die Objekte auf einem Bild, etwa Fahrzeuge, Bäume oder Schiffe, als Rahmen mit einer Klasse und einem Score.</translation>
    </message>
    <message>
        <source>The model is a detector of other software, such as YOLO, which 'Import a model' makes of an ONNX file. It runs on tiles that overlap. Each object is taken once, from the tile in which it lies farthest from the end; an object that no tile has whole is put together from its parts. Images can be of any size. Where outlines are wanted instead of boxes, use 'Extract polygons'. The engine needs packages of its own for this, which 'Set up the engine' adds: 'Packages for ONNX models'.</source>
        <translation>Das Modell ist ein Detektor aus anderer Software, etwa YOLO, den „Modell importieren“ aus einer ONNX-Datei erzeugt. Er arbeitet auf überlappenden Kacheln. Jedes Objekt wird einmal übernommen, aus der Kachel, in der es am weitesten vom Rand liegt; ein Objekt, das keine Kachel ganz enthält, wird aus seinen Teilen zusammengesetzt. Bilder können beliebig groß sein. Für Umrisse statt Rahmen „Polygone extrahieren“ verwenden. Der Rechenkern braucht dafür eigene Pakete, die „Rechenkern einrichten“ hinzufügt: „Pakete für ONNX-Modelle“.</translation>
    </message>
    <message>
        <source>object detection</source>
        <translation>Objekterkennung</translation>
    </message>
    <message>
        <source>detector</source>
        <translation>Detektor</translation>
    </message>
    <message>
        <source>yolo</source>
        <translation>yolo</translation>
    </message>
    <message>
        <source>bounding boxes</source>
        <translation>Begrenzungsrahmen</translation>
    </message>
    <message>
        <source>onnx</source>
        <translation>onnx</translation>
    </message>
    <message>
        <source>deepness</source>
        <translation>deepness</translation>
    </message>
    <message>
        <source>count objects</source>
        <translation>Objekte zählen</translation>
    </message>
    <message>
        <source>cars</source>
        <translation>Autos</translation>
    </message>
    <message>
        <source>ships</source>
        <translation>Schiffe</translation>
    </message>
    <message>
        <source>trees</source>
        <translation>Bäume</translation>
    </message>
    <message>
        <source>An image with the bands that the model was trained on.</source>
        <translation>Ein Bild mit den Kanälen, mit denen das Modell trainiert wurde.</translation>
    </message>
    <message>
        <source>A detection model, from 'Import a model'. It contains the bands, the resolution, the scaling of the values and the classes.</source>
        <translation>Ein Erkennungsmodell aus „Modell importieren“. Es enthält die Kanäle, die Auflösung, die Skalierung der Werte und die Klassen.</translation>
    </message>
    <message>
        <source>Only objects whose middle lies inside these polygons are found. They can be in any CRS. Default: the whole image.</source>
        <translation>Nur Objekte, deren Mitte innerhalb dieser Polygone liegt, werden gefunden. Sie können jedes KBS haben. Vorgabe: das ganze Bild.</translation>
    </message>
    <message>
        <source>Minimum score (0 to 1)</source>
        <translation>Kleinster Score (0 bis 1)</translation>
    </message>
    <message>
        <source>A lower value finds more objects, but also more false ones. Default: the value stored in the model.</source>
        <translation>Ein niedrigerer Wert findet mehr Objekte, aber auch mehr falsche. Vorgabe: der im Modell gespeicherte Wert.</translation>
    </message>
    <message>
        <source>IoU of one object (0 to 1)</source>
        <translation>IoU eines Objekts (0 bis 1)</translation>
    </message>
    <message>
        <source>Boxes of one class that overlap more, by their intersection over union, are taken to mean one object; the one with the highest score stays. Default: the value stored in the model.</source>
        <translation>Rahmen einer Klasse, die sich nach ihrem Schnitt durch Vereinigung stärker überlappen, gelten als ein Objekt; der mit dem höchsten Score bleibt. Vorgabe: der im Modell gespeicherte Wert.</translation>
    </message>
    <message>
        <source>Overlap (px)</source>
        <translation>Überlappung (px)</translation>
    </message>
    <message>
        <source>What neighbouring tiles share, best more than the largest objects; at most three quarters of a tile. Default: the value stored in the model.</source>
        <translation>Was benachbarte Kacheln gemeinsam haben, am besten mehr als die größten Objekte; höchstens drei Viertel einer Kachel. Vorgabe: der im Modell gespeicherte Wert.</translation>
    </message>
    <message>
        <source>A box for each object, with its class (class, class_name), the score (0 to 1), its area (area_m2) and how it was found (status: whole, merged = put together from parts in several tiles, cut = a part whose rest was not found).</source>
        <translation>Ein Rahmen je Objekt, mit seiner Klasse (class, class_name), dem Score (0 bis 1), seiner Fläche (area_m2) und wie es gefunden wurde (status: whole, merged = aus Teilen in mehreren Kacheln zusammengesetzt, cut = ein Teil, dessen Rest nicht gefunden wurde).</translation>
    </message>
    <message>
        <source>Number of objects</source>
        <translation>Anzahl der Objekte</translation>
    </message>
    <message>
        <source>Number of boxes in the result.</source>
        <translation>Anzahl der Rahmen im Ergebnis.</translation>
    </message>
    <message>
        <source>Cut objects</source>
        <translation>Abgeschnittene Objekte</translation>
    </message>
    <message>
        <source>How many of them are parts whose rest was not found.</source>
        <translation>Wie viele davon Teile sind, deren Rest nicht gefunden wurde.</translation>
    </message>
    <message>
        <source>Export a model (ONNX)</source>
        <translation>Modell exportieren (ONNX)</translation>
    </message>
    <message>
        <source>Export a model as an ONNX file, for Deepness and other software that runs networks.</source>
        <translation>Exportiert ein Modell als ONNX-Datei, für Deepness und andere Software, die Netze ausführt.</translation>
    </message>
    <message>
        <source>The file has the metadata that the plugin Deepness reads: kind of model, classes, pixel size, tile size, overlap and the normalization of the values. The network gives the probabilities of the classes, or the values of the image that it makes, for tiles of one size. With the overlap in the metadata, tiles have the pixels of one pass. The engine needs packages of its own for this, which 'Set up the engine' adds: 'Packages for ONNX models'.</source>
        <translation>Die Datei enthält die Metadaten, die die Erweiterung Deepness liest: Art des Modells, Klassen, Pixelgröße, Kachelgröße, Überlappung und die Normierung der Werte. Das Netz liefert die Wahrscheinlichkeiten der Klassen oder die Werte des Bildes, das es erzeugt, für Kacheln einer Größe. Mit der Überlappung in den Metadaten haben Kacheln die Pixel eines einzigen Durchgangs. Der Rechenkern braucht dafür eigene Pakete, die „Rechenkern einrichten“ hinzufügt: „Pakete für ONNX-Modelle“.</translation>
    </message>
    <message>
        <source>convert</source>
        <translation>umwandeln</translation>
    </message>
    <message>
        <source>stac</source>
        <translation>stac</translation>
    </message>
    <message>
        <source>mlm</source>
        <translation>mlm</translation>
    </message>
    <message>
        <source>interoperability</source>
        <translation>Interoperabilität</translation>
    </message>
    <message>
        <source>share a model</source>
        <translation>Modell weitergeben</translation>
    </message>
    <message>
        <source>netron</source>
        <translation>netron</translation>
    </message>
    <message>
        <source>A model for segmentation, polygons, translation, super-resolution or scenes, of a single image. Of a polygons model, the classes are written, of a super-resolution model the faithful image.</source>
        <translation>Ein Modell für Segmentierung, Polygone, Übersetzung, Superauflösung oder Szenen, für ein einziges Bild. Von einem Polygonmodell werden die Klassen geschrieben, von einem Superauflösungsmodell das getreue Bild.</translation>
    </message>
    <message>
        <source>Tile size (px)</source>
        <translation>Kachelgröße (px)</translation>
    </message>
    <message>
        <source>Side of the tiles for which the network is written, a multiple of its stride. Default: four times the margin that the network needs, at least 512; of a model of scenes, its patches.</source>
        <translation>Seite der Kacheln, für die das Netz geschrieben wird, ein Vielfaches seiner Schrittweite. Vorgabe: das Vierfache des Randes, den das Netz braucht, mindestens 512; bei einem Szenenmodell seine Ausschnitte.</translation>
    </message>
    <message>
        <source>ONNX file</source>
        <translation>ONNX-Datei</translation>
    </message>
    <message>
        <source>The network with its metadata.</source>
        <translation>Das Netz mit seinen Metadaten.</translation>
    </message>
    <message>
        <source>ONNX files</source>
        <translation>ONNX-Dateien</translation>
    </message>
    <message>
        <source>STAC item</source>
        <translation>STAC-Eintrag</translation>
    </message>
    <message>
        <source>A JSON file that describes the model for catalogues, with the fields of STAC's Machine Learning Model extension. Write it to the folder of the ONNX file.</source>
        <translation>Eine JSON-Datei, die das Modell für Kataloge beschreibt, mit den Feldern der STAC-Erweiterung Machine Learning Model. In den Ordner der ONNX-Datei schreiben.</translation>
    </message>
    <message>
        <source>STAC items</source>
        <translation>STAC-Einträge</translation>
    </message>
    <message>
        <source>Model type</source>
        <translation>Modelltyp</translation>
    </message>
    <message>
        <source>The kind of model, as Deepness calls it.</source>
        <translation>Die Art des Modells, wie Deepness sie nennt.</translation>
    </message>
    <message>
        <source>Overlap (%)</source>
        <translation>Überlappung (%)</translation>
    </message>
    <message>
        <source>Overlap of the tiles in percent of their side.</source>
        <translation>Überlappung der Kacheln in Prozent ihrer Seite.</translation>
    </message>
    <message>
        <source>Extract buildings</source>
        <translation>Gebäude extrahieren</translation>
    </message>
    <message>
        <source>Extract the buildings from an aerial or satellite image with a resolution of 0.07 to 1 m, as polygons.</source>
        <translation>Extrahiert die Gebäude aus einem Luft- oder Satellitenbild mit einer Auflösung von 0,07 bis 1 m, als Polygone.</translation>
    </message>
    <message>
        <source>The image is classified with the bundled building model, or with one of your own. The outlines of the buildings become polygons with few vertices, and with right angles where the image allows it. Touching buildings get polygons of their own that share their edges. New fields give their area and their mean probability. Images can be of any size. Areas are measured on the ellipsoid.</source>
        <translation>Das Bild wird mit dem mitgelieferten Gebäudemodell oder mit einem eigenen klassifiziert. Die Umrisse der Gebäude werden zu Polygonen mit wenigen Stützpunkten und mit rechten Winkeln, wo das Bild es zulässt. Aneinandergrenzende Gebäude erhalten eigene Polygone mit gemeinsamen Kanten. Neue Felder nennen ihre Fläche und ihre mittlere Wahrscheinlichkeit. Bilder können beliebig groß sein. Flächen werden auf dem Ellipsoid gemessen.</translation>
    </message>
    <message>
        <source>house</source>
        <translation>Haus</translation>
    </message>
    <message>
        <source>roof</source>
        <translation>Dach</translation>
    </message>
    <message>
        <source>footprint</source>
        <translation>Grundriss</translation>
    </message>
    <message>
        <source>aerial image</source>
        <translation>Luftbild</translation>
    </message>
    <message>
        <source>orthophoto</source>
        <translation>Orthofoto</translation>
    </message>
    <message>
        <source>vectorize</source>
        <translation>vektorisieren</translation>
    </message>
    <message>
        <source>detect</source>
        <translation>erkennen</translation>
    </message>
    <message>
        <source>footprints</source>
        <translation>Grundrisse</translation>
    </message>
    <message>
        <source>A segmentation model with a building class, for example the bundled model fine-tuned for your region. Default: the bundled model.</source>
        <translation>Ein Segmentierungsmodell mit einer Gebäudeklasse, zum Beispiel das für die eigene Region nachtrainierte mitgelieferte Modell. Vorgabe: das mitgelieferte Modell.</translation>
    </message>
    <message>
        <source>The further images of a model that was trained with several, such as a multispectral image beside a panchromatic one, in the model's order. They may have another resolution, extent and CRS than the image; bands are matched by name. Default: none, for a model of one image.</source>
        <translation>Die weiteren Bilder eines Modells, das mit mehreren trainiert wurde, etwa ein multispektrales Bild neben einem panchromatischen, in der Reihenfolge des Modells. Sie können eine andere Auflösung, Ausdehnung und ein anderes KBS als das Bild haben; Kanäle werden nach Namen zugeordnet. Vorgabe: keine, für ein Modell eines Bildes.</translation>
    </message>
    <message>
        <source>Buildings are extracted only inside these polygons, in any CRS. Default: the whole image.</source>
        <translation>Gebäude werden nur innerhalb dieser Polygone extrahiert, in beliebigem KBS. Vorgabe: das ganze Bild.</translation>
    </message>
    <message>
        <source>Buildings with a smaller area on the ground are left out.</source>
        <translation>Gebäude mit einer kleineren Fläche am Boden werden ausgelassen.</translation>
    </message>
    <message>
        <source>Minimum hole area (m²)</source>
        <translation>Mindestfläche von Löchern (m²)</translation>
    </message>
    <message>
        <source>Smaller holes (courtyards) inside buildings are filled.</source>
        <translation>Kleinere Löcher (Innenhöfe) in Gebäuden werden gefüllt.</translation>
    </message>
    <message>
        <source>Probability threshold (0 to 1)</source>
        <translation>Schwellenwert der Wahrscheinlichkeit (0 bis 1)</translation>
    </message>
    <message>
        <source>Pixels with at least this probability are building. A lower value finds more buildings, but also more false ones. Default: the threshold stored in the model.</source>
        <translation>Pixel mit mindestens dieser Wahrscheinlichkeit sind Gebäude. Ein niedrigerer Wert findet mehr Gebäude, aber auch mehr falsche. Vorgabe: der im Modell gespeicherte Schwellenwert.</translation>
    </message>
    <message>
        <source>Keep touching buildings apart</source>
        <translation>Aneinandergrenzende Gebäude trennen</translation>
    </message>
    <message>
        <source>Touching buildings become polygons of their own with shared edges, divided where the probability is lower between them.</source>
        <translation>Aneinandergrenzende Gebäude werden zu eigenen Polygonen mit gemeinsamen Kanten, geteilt, wo die Wahrscheinlichkeit zwischen ihnen niedriger ist.</translation>
    </message>
    <message>
        <source>Seed threshold (0 to 1)</source>
        <translation>Keim-Schwellenwert (0 bis 1)</translation>
    </message>
    <message>
        <source>Minimum probability of the pixels where a building starts. Buildings grow from there down to the probability threshold. Default: the seed threshold stored in the model, otherwise 0.9.</source>
        <translation>Kleinste Wahrscheinlichkeit der Pixel, an denen ein Gebäude beginnt. Von dort wachsen Gebäude bis hinab zum Schwellenwert der Wahrscheinlichkeit. Vorgabe: der im Modell gespeicherte Keim-Schwellenwert, sonst 0,9.</translation>
    </message>
    <message>
        <source>Test-time augmentation</source>
        <translation>Augmentierung bei der Anwendung</translation>
    </message>
    <message>
        <source>Processes the image in eight orientations (rotated and mirrored) and averages the results. This is usually a little more accurate and takes eight times as long.</source>
        <translation>Verarbeitet das Bild in acht Ausrichtungen (gedreht und gespiegelt) und mittelt die Ergebnisse. Das ist meist etwas genauer und dauert achtmal so lange.</translation>
    </message>
    <message>
        <source>The image is processed in square tiles of this size. The result does not depend on it. Larger tiles are a little faster and need more memory. Default: chosen from the free memory.</source>
        <translation>Das Bild wird in quadratischen Kacheln dieser Größe verarbeitet. Das Ergebnis hängt nicht davon ab. Größere Kacheln sind etwas schneller und brauchen mehr Speicher. Vorgabe: nach dem freien Speicher gewählt.</translation>
    </message>
    <message>
        <source>Continues where the run was interrupted, instead of starting again: in the image or in the polygons. What is finished of an image of more than about 8192 x 8192 px is in a folder beside the output until that is written. Images, model and parameters must be the same as before.</source>
        <translation>Setzt dort fort, wo der Lauf unterbrochen wurde, statt neu zu beginnen: im Bild oder in den Polygonen. Was von einem Bild von mehr als etwa 8192 x 8192 px fertig ist, liegt in einem Ordner neben der Ausgabe, bis diese geschrieben ist. Bilder, Modell und Parameter müssen dieselben sein wie zuvor.</translation>
    </message>
    <message>
        <source>Buildings</source>
        <translation>Gebäude</translation>
    </message>
    <message>
        <source>A polygon for each building, with its area (area_m2), the mean probability inside (mean_probability), the number of vertices (n_vertices), the IoU of the polygon with its pixels (fidelity, 0 to 1), the maximum distance from the edges of its pixels (max_distance_m), the kind of outline (status: regular = all angles are right angles, free = other angles too, contour = the outline of the pixels) and the name of the model (model). Models that have a confidence add its mean (confidence, 0 to 1, see 'Segment an image').</source>
        <translation>Ein Polygon je Gebäude, mit seiner Fläche (area_m2), der mittleren Wahrscheinlichkeit darin (mean_probability), der Anzahl der Stützpunkte (n_vertices), dem IoU des Polygons mit seinen Pixeln (fidelity, 0 bis 1), dem größten Abstand von den Kanten seiner Pixel (max_distance_m), der Art des Umrisses (status: regular = alle Winkel sind rechte Winkel, free = auch andere Winkel, contour = der Umriss der Pixel) und dem Namen des Modells (model). Modelle mit Konfidenz fügen deren Mittelwert hinzu (confidence, 0 bis 1, siehe „Bild segmentieren“).</translation>
    </message>
    <message>
        <source>Building probability</source>
        <translation>Gebäudewahrscheinlichkeit</translation>
    </message>
    <message>
        <source>A GeoTIFF with the probability at each pixel that it is building, 0 to 1.</source>
        <translation>Ein GeoTIFF mit der Wahrscheinlichkeit jedes Pixels, dass es Gebäude ist, 0 bis 1.</translation>
    </message>
    <message>
        <source>Extract features</source>
        <translation>Merkmale extrahieren</translation>
    </message>
    <message>
        <source>Write features of pixels as the bands of a raster: the features that a pixel classifier uses.</source>
        <translation>Schreibt Merkmale von Pixeln als Kanäle eines Rasters: die Merkmale, die ein Pixel-Klassifikator verwendet.</translation>
    </message>
    <message>
        <source>Features are the bands of one or several images, means and standard deviations over windows, formulas, and a layer of a network. Instead of many features a few principal components can be written, which hold most of their variance.</source>
        <translation>Merkmale sind die Kanäle eines oder mehrerer Bilder, Mittelwerte und Standardabweichungen über Fenster, Formeln und eine Schicht eines Netzes. Statt vieler Merkmale können einige Hauptkomponenten geschrieben werden, die den größten Teil ihrer Varianz enthalten.</translation>
    </message>
    <message>
        <source>texture</source>
        <translation>Textur</translation>
    </message>
    <message>
        <source>deep features</source>
        <translation>tiefe Merkmale</translation>
    </message>
    <message>
        <source>principal components</source>
        <translation>Hauptkomponenten</translation>
    </message>
    <message>
        <source>pca</source>
        <translation>Hauptkomponentenanalyse</translation>
    </message>
    <message>
        <source>vegetation index</source>
        <translation>Vegetationsindex</translation>
    </message>
    <message>
        <source>ndvi</source>
        <translation>ndvi</translation>
    </message>
    <message>
        <source>activations</source>
        <translation>Aktivierungen</translation>
    </message>
    <message>
        <source>Images of one place. The features have the pixels of the first one. The others may have another resolution or CRS and are resampled to it.</source>
        <translation>Bilder eines Ortes. Die Merkmale haben die Pixel des ersten. Die anderen können eine andere Auflösung oder ein anderes KBS haben und werden darauf neu abgetastet.</translation>
    </message>
    <message>
        <source>Resampling</source>
        <translation>Neuabtastung</translation>
    </message>
    <message>
        <source>How the second and third images are brought to the pixels of the first one. 'nearest' keeps their values, 'bilinear' interpolates between them.</source>
        <translation>Wie das zweite und dritte Bild auf die Pixel des ersten gebracht werden. „nearest“ behält ihre Werte, „bilinear“ interpoliert zwischen ihnen.</translation>
    </message>
    <message>
        <source>bilinear</source>
        <translation>bilinear</translation>
    </message>
    <message>
        <source>nearest</source>
        <translation>nächster Nachbar</translation>
    </message>
    <message>
        <source>Write the bands</source>
        <translation>Die Kanäle schreiben</translation>
    </message>
    <message>
        <source>Whether the bands themselves are among the features.</source>
        <translation>Ob die Kanäle selbst zu den Merkmalen gehören.</translation>
    </message>
    <message>
        <source>Window (px)</source>
        <translation>Fenster (px)</translation>
    </message>
    <message>
        <source>Side of a square window around each pixel, an odd number. Mean and standard deviation of each band over the window are further features; 7 is often a good choice. With 1 there are none.</source>
        <translation>Seite eines quadratischen Fensters um jedes Pixel, eine ungerade Zahl. Mittelwert und Standardabweichung jedes Kanals über das Fenster sind weitere Merkmale; 7 ist oft eine gute Wahl. Bei 1 gibt es keine.</translation>
    </message>
    <message>
        <source>Formulas</source>
        <translation>Formeln</translation>
    </message>
    <message>
        <source>Indices that are further features, separated by semicolons, such as 'ndvi = (B08 - B04) / (B08 + B04)'. They may hold band names, numbers, + - * / **, brackets, sqrt, abs, log and exp. In a band's name, any character that is not a letter or digit is written '_'. Default: none.</source>
        <translation>Indizes als weitere Merkmale, durch Semikolons getrennt, etwa „ndvi = (B08 - B04) / (B08 + B04)“. Sie können Kanalnamen, Zahlen, + - * / **, Klammern, sqrt, abs, log und exp enthalten. In einem Kanalnamen wird jedes Zeichen, das kein Buchstabe und keine Ziffer ist, als „_“ geschrieben. Vorgabe: keine.</translation>
    </message>
    <message>
        <source>Model of the layer</source>
        <translation>Modell der Schicht</translation>
    </message>
    <message>
        <source>A model of a network on one image, such as a segmentation model. A layer of it gives further features of the first image. Default: none.</source>
        <translation>Ein Modell mit einem Netz für ein Bild, etwa ein Segmentierungsmodell. Eine Schicht davon liefert weitere Merkmale des ersten Bildes. Vorgabe: keines.</translation>
    </message>
    <message>
        <source>Network layer</source>
        <translation>Schicht des Netzes</translation>
    </message>
    <message>
        <source>The layer of that model: 'last features', 'bottleneck', 'level 1', 'level 2' and so on, 'shared code' of a time series model, or a module's path in the network.</source>
        <translation>Die Schicht dieses Modells: „last features“, „bottleneck“, „level 1“, „level 2“ und so weiter, „shared code“ eines Zeitreihenmodells oder der Pfad eines Moduls im Netz.</translation>
    </message>
    <message>
        <source>Principal components</source>
        <translation>Hauptkomponenten</translation>
    </message>
    <message>
        <source>Writes this number of principal components of all features, instead of the features. Default: the features.</source>
        <translation>Schreibt diese Anzahl von Hauptkomponenten aller Merkmale statt der Merkmale. Vorgabe: die Merkmale.</translation>
    </message>
    <message>
        <source>Features of cells</source>
        <translation>Merkmale von Zellen</translation>
    </message>
    <message>
        <source>Written instead of features of pixels, with a pixel for each cell. 'hand': means and deviations of the bands, detail and directions of edges of cells of 8 px. With a time series model as the model of the layer, 'shared code': what the place is, of cells of 8 px; 'exclusive code': what its date did, of cells of 16 px. Several images are then dates of one place: the mean over the dates that show a cell is written, and their number.</source>
        <translation>Werden statt der Merkmale von Pixeln geschrieben, mit einem Pixel je Zelle. „hand“: Mittelwerte und Abweichungen der Kanäle, Details und Kantenrichtungen von Zellen von 8 px. Mit einem Zeitreihenmodell als Modell der Schicht „shared code“: was der Ort ist, aus Zellen von 8 px; „exclusive code“: was sein Zeitpunkt bewirkt hat, aus Zellen von 16 px. Mehrere Bilder sind dann Zeitpunkte eines Ortes: Geschrieben werden der Mittelwert über die Zeitpunkte, die eine Zelle zeigen, und deren Anzahl.</translation>
    </message>
    <message>
        <source>hand</source>
        <translation>von Hand entworfen</translation>
    </message>
    <message>
        <source>shared code</source>
        <translation>gemeinsamer Code</translation>
    </message>
    <message>
        <source>exclusive code</source>
        <translation>exklusiver Code</translation>
    </message>
    <message>
        <source>Of features of cells. The date of each image, in the order of the images and separated by semicolons, for example '2019-06-01; 2019-08-15'. Default: those in the names of the files, or in their tags.</source>
        <translation>Bei Merkmalen von Zellen: das Datum jedes Bildes, in der Reihenfolge der Bilder und durch Semikolons getrennt, zum Beispiel „2019-06-01; 2019-08-15“. Vorgabe: die in den Dateinamen oder in den Tags der Dateien.</translation>
    </message>
    <message>
        <source>Of features of cells: what is not to be used, one layer for each image or one for all: a scene classification, quality bits, or a layer that is not 0 where the image is bad. Default: clouds are found by their brightness where there are three dates or more.</source>
        <translation>Bei Merkmalen von Zellen: was nicht verwendet werden soll, ein Layer je Bild oder einer für alle: eine Szenenklassifikation, Qualitätsbits oder ein Layer, der nicht 0 ist, wo das Bild schlecht ist. Vorgabe: Wolken werden an ihrer Helligkeit erkannt, wo es drei oder mehr Zeitpunkte gibt.</translation>
    </message>
    <message>
        <source>Of features of cells: polygons outside which the result is nodata. Default: everywhere.</source>
        <translation>Bei Merkmalen von Zellen: Polygone, außerhalb derer das Ergebnis NoData ist. Vorgabe: überall.</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>Merkmale</translation>
    </message>
    <message>
        <source>A GeoTIFF with a band for each feature, in half precision, or for each principal component.</source>
        <translation>Ein GeoTIFF mit einem Kanal je Merkmal, in halber Genauigkeit, oder je Hauptkomponente.</translation>
    </message>
    <message>
        <source>Extract patches</source>
        <translation>Ausschnitte extrahieren</translation>
    </message>
    <message>
        <source>Cut images and labels into patches (chips) for other software, divided into training, validation and test.</source>
        <translation>Schneidet Bilder und Labels in Ausschnitte (Chips) für andere Software, aufgeteilt in Training, Validierung und Test.</translation>
    </message>
    <message>
        <source>Each patch is one GeoTIFF per source and one for the labels, with the same name, or what the format wants instead. Patches of several sources cover exactly the same ground. Patches of different parts keep a gap, because pixels next to training pixels would give an accuracy that is too high. The log has a line for each reason why patches are left out, and the index layer shows them. EO Deep's own trainings need no patches; 'Train a segmentation model' can read such a folder, too.</source>
        <translation>Jeder Ausschnitt ist ein GeoTIFF je Quelle und eines für die Labels, mit demselben Namen, oder das, was das Format stattdessen verlangt. Ausschnitte mehrerer Quellen bedecken genau denselben Boden. Ausschnitte verschiedener Teile halten Abstand, weil Pixel neben Trainingspixeln eine zu hohe Genauigkeit ergäben. Das Protokoll enthält eine Zeile für jeden Grund, aus dem Ausschnitte ausgelassen werden, und der Index-Layer zeigt sie. EO Deeps eigene Trainings brauchen keine Ausschnitte; „Segmentierung trainieren“ kann einen solchen Ordner aber lesen.</translation>
    </message>
    <message>
        <source>chips</source>
        <translation>Chips</translation>
    </message>
    <message>
        <source>export</source>
        <translation>exportieren</translation>
    </message>
    <message>
        <source>coco</source>
        <translation>coco</translation>
    </message>
    <message>
        <source>pascal voc</source>
        <translation>pascal voc</translation>
    </message>
    <message>
        <source>otbtf</source>
        <translation>otbtf</translation>
    </message>
    <message>
        <source>dataset</source>
        <translation>Datensatz</translation>
    </message>
    <message>
        <source>tiles</source>
        <translation>Kacheln</translation>
    </message>
    <message>
        <source>training data</source>
        <translation>Trainingsdaten</translation>
    </message>
    <message>
        <source>One or more images with the same bands: the finest source. The patches have their pixels, unchanged.</source>
        <translation>Ein oder mehrere Bilder mit denselben Kanälen: die feinste Quelle. Die Ausschnitte haben ihre Pixel, unverändert.</translation>
    </message>
    <message>
        <source>The ground truth: polygons or class rasters, in any CRS. Either one layer for all images, or one layer for each image in the same order.</source>
        <translation>Die Referenzdaten: Polygone oder Klassenraster, in beliebigem KBS. Entweder ein Layer für alle Bilder oder ein Layer je Bild in derselben Reihenfolge.</translation>
    </message>
    <message>
        <source>The field of the label polygons with the class, in all layers of labels. Default: all polygons are one class, and everything else is background.</source>
        <translation>Das Feld der Label-Polygone mit der Klasse, in allen Layern mit Labels. Vorgabe: Alle Polygone sind eine Klasse, alles andere ist Hintergrund.</translation>
    </message>
    <message>
        <source>The bands of the images that the patches have, in this order, for example '3, 2, 1'. Software for YOLO and Pascal VOC mostly reads three bands of 8 bits only. Default: all bands but alpha.</source>
        <translation>Die Kanäle der Bilder, die die Ausschnitte haben, in dieser Reihenfolge, zum Beispiel „3, 2, 1“. Software für YOLO und Pascal VOC liest meist nur drei Kanäle mit 8 Bit. Vorgabe: alle Kanäle außer Alpha.</translation>
    </message>
    <message>
        <source>Second images</source>
        <translation>Zweite Bilder</translation>
    </message>
    <message>
        <source>A further source, such as bands of 20 m beside bands of 10 m: one image for all, or one for each image in the same order. Where its pixels are whole numbers of the images' pixels they are cut as they are, otherwise resampled. Default: one source.</source>
        <translation>Eine weitere Quelle, etwa Kanäle von 20 m neben Kanälen von 10 m: ein Bild für alle oder eines je Bild in derselben Reihenfolge. Wo ihre Pixel ganze Vielfache der Pixel der Bilder sind, werden sie unverändert geschnitten, sonst neu abgetastet. Vorgabe: eine Quelle.</translation>
    </message>
    <message>
        <source>Band numbers of the second images</source>
        <translation>Kanalnummern der zweiten Bilder</translation>
    </message>
    <message>
        <source>As for the images. Default: all bands but alpha.</source>
        <translation>Wie bei den Bildern. Vorgabe: alle Kanäle außer Alpha.</translation>
    </message>
    <message>
        <source>Third images</source>
        <translation>Dritte Bilder</translation>
    </message>
    <message>
        <source>One more source, like the second images. Default: none.</source>
        <translation>Noch eine Quelle, wie die zweiten Bilder. Vorgabe: keine.</translation>
    </message>
    <message>
        <source>Band numbers of the third images</source>
        <translation>Kanalnummern der dritten Bilder</translation>
    </message>
    <message>
        <source>Area with complete labels</source>
        <translation>Gebiet mit vollständigen Labels</translation>
    </message>
    <message>
        <source>Polygons where the labels are complete. Pixels outside have no label. Default: the labels are complete on the whole images; with a class field, pixels between the polygons have no label.</source>
        <translation>Polygone, in denen die Labels vollständig sind. Pixel außerhalb haben kein Label. Vorgabe: Die Labels sind auf den ganzen Bildern vollständig; mit einem Klassenfeld haben Pixel zwischen den Polygonen kein Label.</translation>
    </message>
    <message>
        <source>Patch size (px)</source>
        <translation>Ausschnittgröße (px)</translation>
    </message>
    <message>
        <source>Side length of the patches in pixels of the images. With several sources, patches must be whole pixels of each of them.</source>
        <translation>Seitenlänge der Ausschnitte in Pixeln der Bilder. Bei mehreren Quellen müssen Ausschnitte ganze Pixel jeder von ihnen sein.</translation>
    </message>
    <message>
        <source>Step (px)</source>
        <translation>Schritt (px)</translation>
    </message>
    <message>
        <source>Distance between the first pixels of neighbouring patches. With a step below the patch size, patches of one part overlap. Default: the patch size, so that patches lie side by side; on a chessboard plus the gap.</source>
        <translation>Abstand zwischen den ersten Pixeln benachbarter Ausschnitte. Bei einem Schritt unter der Ausschnittgröße überlappen sich die Ausschnitte eines Teils. Vorgabe: die Ausschnittgröße, sodass die Ausschnitte nebeneinander liegen; auf einem Schachbrett zuzüglich des Abstands.</translation>
    </message>
    <message>
        <source>Layout</source>
        <translation>Anordnung</translation>
    </message>
    <message>
        <source>'grid' deals blocks of patches over the parts. 'chessboard' alternates between training and validation. 'balanced' is a grid with equal numbers of patches of each class; a patch counts for the class of most of its pixels, and for the background only if it has no other.</source>
        <translation>„grid“ verteilt Blöcke von Ausschnitten auf die Teile. „chessboard“ wechselt zwischen Training und Validierung ab. „balanced“ ist ein Gitter mit gleich vielen Ausschnitten jeder Klasse; ein Ausschnitt zählt für die Klasse seiner meisten Pixel und nur dann für den Hintergrund, wenn er keine andere hat.</translation>
    </message>
    <message>
        <source>grid</source>
        <translation>Gitter</translation>
    </message>
    <message>
        <source>chessboard</source>
        <translation>Schachbrett</translation>
    </message>
    <message>
        <source>balanced</source>
        <translation>ausgewogen</translation>
    </message>
    <message>
        <source>Gap between parts (px)</source>
        <translation>Abstand zwischen den Teilen (px)</translation>
    </message>
    <message>
        <source>Minimum distance between patches of different parts; nearer ones are left out. Default: one patch.</source>
        <translation>Kleinster Abstand zwischen Ausschnitten verschiedener Teile; nähere werden ausgelassen. Vorgabe: ein Ausschnitt.</translation>
    </message>
    <message>
        <source>Validation share (0 to 1)</source>
        <translation>Validierungsanteil (0 bis 1)</translation>
    </message>
    <message>
        <source>The share of the labelled pixels of each class for validation. On a chessboard it is one half.</source>
        <translation>Der Anteil der Pixel mit Label jeder Klasse für die Validierung. Auf einem Schachbrett ist es die Hälfte.</translation>
    </message>
    <message>
        <source>Test share (0 to 1)</source>
        <translation>Testanteil (0 bis 1)</translation>
    </message>
    <message>
        <source>The share of the labelled pixels of each class for the test. A chessboard has no test part.</source>
        <translation>Der Anteil der Pixel mit Label jeder Klasse für den Test. Ein Schachbrett hat keinen Testteil.</translation>
    </message>
    <message>
        <source>Number of patches</source>
        <translation>Anzahl der Ausschnitte</translation>
    </message>
    <message>
        <source>This number of patches is selected at random, the same with the same seed. Default: all; with the layout 'balanced' as many of each class as the rarest class has.</source>
        <translation>Diese Anzahl von Ausschnitten wird zufällig ausgewählt, mit demselben Startwert dieselben. Vorgabe: alle; mit der Anordnung „balanced“ so viele jeder Klasse, wie die seltenste Klasse hat.</translation>
    </message>
    <message>
        <source>Maximum nodata share (0 to 1)</source>
        <translation>Höchstanteil an NoData (0 bis 1)</translation>
    </message>
    <message>
        <source>Patches with a larger share of nodata in any source are left out. Nodata pixels have no label.</source>
        <translation>Ausschnitte mit einem größeren Anteil an NoData in einer der Quellen werden ausgelassen. NoData-Pixel haben kein Label.</translation>
    </message>
    <message>
        <source>Minimum labelled share (0 to 1)</source>
        <translation>Mindestanteil mit Label (0 bis 1)</translation>
    </message>
    <message>
        <source>Patches with a smaller share of labelled pixels are left out. Patches without any are always left out.</source>
        <translation>Ausschnitte mit einem kleineren Anteil an Pixeln mit Label werden ausgelassen. Ausschnitte ganz ohne werden immer ausgelassen.</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>'GeoTIFF': folders of images and labels, which 'Train a segmentation model' reads. 'COCO': instances with polygons. 'YOLO detection' and 'YOLO segmentation': a text file per image, and data.yaml. 'Pascal VOC': XML files with boxes, and masks. 'OTBTF': all patches of a part in one raster. Objects are the polygons, or the connected pixels of each class of a class raster. Images are GeoTIFF files in all formats.</source>
        <translation>„GeoTIFF“: Ordner mit Bildern und Labels, die „Segmentierung trainieren“ liest. „COCO“: Instanzen mit Polygonen. „YOLO detection“ und „YOLO segmentation“: eine Textdatei je Bild und data.yaml. „Pascal VOC“: XML-Dateien mit Rahmen, und Masken. „OTBTF“: alle Ausschnitte eines Teils in einem Raster. Objekte sind die Polygone oder die verbundenen Pixel jeder Klasse eines Klassenrasters. Bilder sind in allen Formaten GeoTIFF-Dateien.</translation>
    </message>
    <message>
        <source>GeoTIFF</source>
        <translation>GeoTIFF</translation>
    </message>
    <message>
        <source>COCO</source>
        <translation>COCO</translation>
    </message>
    <message>
        <source>YOLO detection</source>
        <translation>YOLO-Erkennung</translation>
    </message>
    <message>
        <source>YOLO segmentation</source>
        <translation>YOLO-Segmentierung</translation>
    </message>
    <message>
        <source>Pascal VOC</source>
        <translation>Pascal VOC</translation>
    </message>
    <message>
        <source>OTBTF</source>
        <translation>OTBTF</translation>
    </message>
    <message>
        <source>The same seed gives the same patches.</source>
        <translation>Derselbe Startwert ergibt dieselben Ausschnitte.</translation>
    </message>
    <message>
        <source>Folder of patches</source>
        <translation>Ordner der Ausschnitte</translation>
    </message>
    <message>
        <source>A new or empty folder. index.gpkg in it is the same as the index layer.</source>
        <translation>Ein neuer oder leerer Ordner. index.gpkg darin ist dasselbe wie der Index-Layer.</translation>
    </message>
    <message>
        <source>Index of patches</source>
        <translation>Index der Ausschnitte</translation>
    </message>
    <message>
        <source>The footprints of all patches with their part (training, validation, test, left out), the reason why they are left out, the class of most pixels, and the number of pixels of each class.</source>
        <translation>Die Grundflächen aller Ausschnitte mit ihrem Teil (training, validation, test, left out), dem Grund, aus dem sie ausgelassen werden, der Klasse der meisten Pixel und der Anzahl der Pixel jeder Klasse.</translation>
    </message>
    <message>
        <source>Patches written</source>
        <translation>Geschriebene Ausschnitte</translation>
    </message>
    <message>
        <source>Number of patches in the folder.</source>
        <translation>Anzahl der Ausschnitte im Ordner.</translation>
    </message>
    <message>
        <source>Training patches</source>
        <translation>Trainingsausschnitte</translation>
    </message>
    <message>
        <source>Number of patches for training.</source>
        <translation>Anzahl der Ausschnitte für das Training.</translation>
    </message>
    <message>
        <source>Validation patches</source>
        <translation>Validierungsausschnitte</translation>
    </message>
    <message>
        <source>Number of patches for validation.</source>
        <translation>Anzahl der Ausschnitte für die Validierung.</translation>
    </message>
    <message>
        <source>Test patches</source>
        <translation>Testausschnitte</translation>
    </message>
    <message>
        <source>Number of patches for the test.</source>
        <translation>Anzahl der Ausschnitte für den Test.</translation>
    </message>
    <message>
        <source>Patches left out</source>
        <translation>Ausgelassene Ausschnitte</translation>
    </message>
    <message>
        <source>Number of patches that are left out.</source>
        <translation>Anzahl der Ausschnitte, die ausgelassen werden.</translation>
    </message>
    <message>
        <source>Extract polygons</source>
        <translation>Polygone extrahieren</translation>
    </message>
    <message>
        <source>Extract the objects on an image as polygons, one for each object: all of them, or those under points or in boxes.</source>
        <translation>Extrahiert die Objekte auf einem Bild als Polygone, eines je Objekt: alle oder die unter Punkten oder in Rahmen.</translation>
    </message>
    <message>
        <source>Use a model trained with 'Train a polygons model'. It sees where objects touch, which directions their edges have and where their corners are, so touching objects become polygons of their own that share their edges, with few vertices. A segmentation model works too; then touching objects are divided only where the probability is lower between them. Images can be of any size. Areas are measured on the ellipsoid.</source>
        <translation>Ein mit „Polygonmodell trainieren“ trainiertes Modell verwenden. Es sieht, wo sich Objekte berühren, welche Richtungen ihre Kanten haben und wo ihre Ecken sind; so werden aneinandergrenzende Objekte zu eigenen Polygonen mit gemeinsamen Kanten und wenigen Stützpunkten. Ein Segmentierungsmodell geht auch; dann werden aneinandergrenzende Objekte nur geteilt, wo die Wahrscheinlichkeit zwischen ihnen niedriger ist. Bilder können beliebig groß sein. Flächen werden auf dem Ellipsoid gemessen.</translation>
    </message>
    <message>
        <source>With points, only the objects under them are extracted, one for each point. An object with several points is divided between them. With boxes, each box gets the object that fills the greatest part of it, cut at the edge of the box.</source>
        <translation>Mit Punkten werden nur die Objekte darunter extrahiert, eines je Punkt. Ein Objekt mit mehreren Punkten wird zwischen ihnen geteilt. Mit Rahmen erhält jeder Rahmen das Objekt, das den größten Teil von ihm füllt, abgeschnitten am Rand des Rahmens.</translation>
    </message>
    <message>
        <source>instance segmentation</source>
        <translation>Instanzsegmentierung</translation>
    </message>
    <message>
        <source>objects</source>
        <translation>Objekte</translation>
    </message>
    <message>
        <source>solar panels</source>
        <translation>Solaranlagen</translation>
    </message>
    <message>
        <source>pools</source>
        <translation>Schwimmbecken</translation>
    </message>
    <message>
        <source>click</source>
        <translation>klicken</translation>
    </message>
    <message>
        <source>box</source>
        <translation>Rahmen</translation>
    </message>
    <message>
        <source>A polygons model or a segmentation model. Objects of all its classes except the background are extracted. A PolyCNN needs points or boxes and gives each a quadrilateral; it uses no thresholds and minimum areas. A model for prompts, such as Segment Anything, needs points or boxes and outlines whatever they mark.</source>
        <translation>Ein Polygonmodell oder ein Segmentierungsmodell. Objekte aller seiner Klassen außer dem Hintergrund werden extrahiert. Ein PolyCNN braucht Punkte oder Rahmen und gibt jedem ein Viereck; es verwendet keine Schwellenwerte und Mindestflächen. Ein Modell für Prompts, etwa Segment Anything, braucht Punkte oder Rahmen und umreißt, was immer sie markieren.</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>Punkte</translation>
    </message>
    <message>
        <source>Points on the objects to extract, in any CRS; other objects are left out. The polygons get the fields of their points. Nothing farther than 512 pixels from all points is searched. Default: all objects.</source>
        <translation>Punkte auf den zu extrahierenden Objekten, in beliebigem KBS; andere Objekte werden ausgelassen. Die Polygone erhalten die Felder ihrer Punkte. Weiter als 512 Pixel von allen Punkten entfernt wird nicht gesucht. Vorgabe: alle Objekte.</translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation>Rahmen</translation>
    </message>
    <message>
        <source>Polygons around the objects to extract, in any CRS, instead of points; other objects are left out. The polygons get the fields of their boxes. Default: all objects.</source>
        <translation>Statt Punkten: Polygone um die zu extrahierenden Objekte, in beliebigem KBS; andere Objekte werden ausgelassen. Die Polygone erhalten die Felder ihrer Rahmen. Vorgabe: alle Objekte.</translation>
    </message>
    <message>
        <source>Objects are extracted only inside these polygons, in any CRS. A model for prompts sees the rectangle around them as a whole, at a resolution that fits its size in pixels; small objects need a small area. Default: the whole image.</source>
        <translation>Objekte werden nur innerhalb dieser Polygone extrahiert, in beliebigem KBS. Ein Modell für Prompts sieht das Rechteck um sie als Ganzes, in einer Auflösung, die zu seiner Größe in Pixeln passt; kleine Objekte brauchen ein kleines Gebiet. Vorgabe: das ganze Bild.</translation>
    </message>
    <message>
        <source>Objects with a smaller area on the ground are left out.</source>
        <translation>Objekte mit einer kleineren Fläche am Boden werden ausgelassen.</translation>
    </message>
    <message>
        <source>Smaller holes inside objects are filled.</source>
        <translation>Kleinere Löcher in Objekten werden gefüllt.</translation>
    </message>
    <message>
        <source>Corners per object</source>
        <translation>Ecken je Objekt</translation>
    </message>
    <message>
        <source>3 to 99: each outline gets this number of corners; 4 suits solar panels, courts and containers. Corners of holes do not count. 0: as many corners as the image shows.</source>
        <translation>3 bis 99: Jeder Umriss erhält diese Anzahl von Ecken; 4 passt zu Solarmodulen, Spielfeldern und Containern. Ecken von Löchern zählen nicht. 0: so viele Ecken, wie das Bild zeigt.</translation>
    </message>
    <message>
        <source>Pixels with at least this probability belong to an object. With several classes: the probability of the class compared with the background. A lower value finds more objects, but also more false ones. Default: the threshold stored in the model.</source>
        <translation>Pixel mit mindestens dieser Wahrscheinlichkeit gehören zu einem Objekt. Bei mehreren Klassen: die Wahrscheinlichkeit der Klasse im Vergleich zum Hintergrund. Ein niedrigerer Wert findet mehr Objekte, aber auch mehr falsche. Vorgabe: der im Modell gespeicherte Schwellenwert.</translation>
    </message>
    <message>
        <source>Minimum probability of the pixels where an object starts. Objects grow from there down to the probability threshold. Default: the seed threshold stored in the model, otherwise 0.9.</source>
        <translation>Kleinste Wahrscheinlichkeit der Pixel, an denen ein Objekt beginnt. Von dort wachsen Objekte bis hinab zum Schwellenwert der Wahrscheinlichkeit. Vorgabe: der im Modell gespeicherte Keim-Schwellenwert, sonst 0,9.</translation>
    </message>
    <message>
        <source>Right angles</source>
        <translation>Rechte Winkel</translation>
    </message>
    <message>
        <source>'auto' = outlines get right angles where the model sees straight edges, and those of buildings; 'on' = all outlines that come near to right angles get them; 'off' = none.</source>
        <translation>„auto“ = Umrisse erhalten rechte Winkel, wo das Modell gerade Kanten sieht, und die von Gebäuden; „on“ = alle Umrisse, die rechten Winkeln nahekommen, erhalten sie; „off“ = keine.</translation>
    </message>
    <message>
        <source>on</source>
        <translation>ein</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>A polygon for each object, with its class (class, class_name), the mean probability inside (score, 0 to 1; of a model for prompts, the IoU that it expects), its area (area_m2), number of vertices (n_vertices), the kind of outline (status: regular = all angles are right angles, free = other angles too, contour = the outline of the pixels, corners missed = another number of corners than asked for, regressed = by a PolyCNN), the standard deviation of the position of its edges in metres, estimated from the probabilities across them (sigma_m), and the number of objects with which it shares edges (touches). Models that have a confidence add its mean (confidence, 0 to 1, see 'Segment an image'). From points or boxes also their fields and their number in the layer, from 1 (marker).</source>
        <translation>Ein Polygon je Objekt, mit seiner Klasse (class, class_name), der mittleren Wahrscheinlichkeit darin (score, 0 bis 1; bei einem Modell für Prompts der IoU, den es erwartet), seiner Fläche (area_m2), der Anzahl der Stützpunkte (n_vertices), der Art des Umrisses (status: regular = alle Winkel sind rechte Winkel, free = auch andere Winkel, contour = der Umriss der Pixel, corners missed = eine andere Anzahl von Ecken als verlangt, regressed = von einem PolyCNN), der Standardabweichung der Lage seiner Kanten in Metern, geschätzt aus den Wahrscheinlichkeiten quer zu ihnen (sigma_m), und der Anzahl der Objekte, mit denen es Kanten teilt (touches). Modelle mit Konfidenz fügen deren Mittelwert hinzu (confidence, 0 bis 1, siehe „Bild segmentieren“). Aus Punkten oder Rahmen auch deren Felder und ihre Nummer im Layer, ab 1 (marker).</translation>
    </message>
    <message>
        <source>Number of polygons</source>
        <translation>Anzahl der Polygone</translation>
    </message>
    <message>
        <source>Number of polygons in the result.</source>
        <translation>Anzahl der Polygone im Ergebnis.</translation>
    </message>
    <message>
        <source>Extract samples</source>
        <translation>Stichproben extrahieren</translation>
    </message>
    <message>
        <source>Add the values of rasters to samples: a column for each band.</source>
        <translation>Fügt Stichproben die Werte von Rastern hinzu: eine Spalte je Kanal.</translation>
    </message>
    <message>
        <source>The rasters may have any pixels, extents and CRSs: each gives the value of the pixel in which a point lies. Where a raster is nodata or does not reach, its columns are null, and the field 'reason' names the raster. The columns are named after the descriptions of the bands, or after the file where it has one band without a description.</source>
        <translation>Die Raster können beliebige Pixel, Ausdehnungen und KBS haben: Jedes liefert den Wert des Pixels, in dem ein Punkt liegt. Wo ein Raster NoData ist oder nicht hinreicht, sind seine Spalten NULL, und das Feld „reason“ nennt das Raster. Die Spalten sind nach den Beschreibungen der Kanäle benannt oder nach der Datei, wenn sie einen Kanal ohne Beschreibung hat.</translation>
    </message>
    <message>
        <source>Means and standard deviations over windows, formulas, and the features of a layer of a model are further columns. For them, and for bilinear resampling, all rasters are read on the pixels of the first one, as 'Classify pixels' does.</source>
        <translation>Mittelwerte und Standardabweichungen über Fenster, Formeln und die Merkmale einer Schicht eines Modells sind weitere Spalten. Für sie und für bilineare Neuabtastung werden alle Raster auf den Pixeln des ersten gelesen, wie bei „Pixel klassifizieren“.</translation>
    </message>
    <message>
        <source>values</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>features</source>
        <translation>Merkmale</translation>
    </message>
    <message>
        <source>raster values to points</source>
        <translation>Rasterwerte an Punkte</translation>
    </message>
    <message>
        <source>sample raster</source>
        <translation>Raster beproben</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>Stichproben</translation>
    </message>
    <message>
        <source>Points, such as those of 'Select samples', in any CRS. All their fields stay.</source>
        <translation>Punkte, etwa die aus „Stichproben auswählen“, in beliebigem KBS. Alle ihre Felder bleiben.</translation>
    </message>
    <message>
        <source>The rasters whose values are added, in the order of the columns.</source>
        <translation>Die Raster, deren Werte hinzugefügt werden, in der Reihenfolge der Spalten.</translation>
    </message>
    <message>
        <source>Side of a square window around each pixel, an odd number. Mean and standard deviation of each band over the window are further columns. With 1 there are none.</source>
        <translation>Seite eines quadratischen Fensters um jedes Pixel, eine ungerade Zahl. Mittelwert und Standardabweichung jedes Kanals über das Fenster sind weitere Spalten. Bei 1 gibt es keine.</translation>
    </message>
    <message>
        <source>Indices that are further columns, separated by semicolons, such as 'ndvi = (B08 - B04) / (B08 + B04)'. Bands are called like their columns; in formulas, each character of a name that is no letter or digit is '_'. Default: none.</source>
        <translation>Indizes als weitere Spalten, durch Semikolons getrennt, etwa „ndvi = (B08 - B04) / (B08 + B04)“. Kanäle heißen wie ihre Spalten; in Formeln ist jedes Zeichen eines Namens, das kein Buchstabe und keine Ziffer ist, „_“. Vorgabe: keine.</translation>
    </message>
    <message>
        <source>'nearest' = the value of the pixel in which a point lies; 'bilinear' = the other rasters are interpolated at the pixels of the first one.</source>
        <translation>„nearest“ = der Wert des Pixels, in dem ein Punkt liegt; „bilinear“ = die anderen Raster werden an den Pixeln des ersten interpoliert.</translation>
    </message>
    <message>
        <source>A model of a network on one image, such as a segmentation model. A layer of it gives further columns of the first image. Default: none.</source>
        <translation>Ein Modell mit einem Netz für ein Bild, etwa ein Segmentierungsmodell. Eine Schicht davon liefert weitere Spalten des ersten Bildes. Vorgabe: keines.</translation>
    </message>
    <message>
        <source>Samples with values</source>
        <translation>Stichproben mit Werten</translation>
    </message>
    <message>
        <source>The samples with a column for each band and feature, and a reason where values are missing. In a table (.csv) the columns x and y have the coordinates.</source>
        <translation>Die Stichproben mit einer Spalte je Kanal und Merkmal und einem Grund, wo Werte fehlen. In einer Tabelle (.csv) enthalten die Spalten x und y die Koordinaten.</translation>
    </message>
    <message>
        <source>Complete samples</source>
        <translation>Vollständige Stichproben</translation>
    </message>
    <message>
        <source>Number of samples that have all values.</source>
        <translation>Anzahl der Stichproben, die alle Werte haben.</translation>
    </message>
    <message>
        <source>Fetch a model</source>
        <translation>Modell herunterladen</translation>
    </message>
    <message>
        <source>Fetch a model from a catalogue, once you accept its licence, and keep it in your folder of models.</source>
        <translation>Lädt ein Modell aus einem Katalog herunter, sobald seine Lizenz angenommen ist, und legt es im Modellordner ab.</translation>
    </message>
    <message>
        <source>A catalogue is a JSON file with STAC items of models, in a folder or at an address. Without your consent, only the model's size, licence and checksum are shown. The file is checked against its checksum before it takes its name; the lists of models in all dialogs then have it, without a network, too. 'List models' shows what a catalogue has.</source>
        <translation>Ein Katalog ist eine JSON-Datei mit STAC-Einträgen von Modellen, in einem Ordner oder unter einer Adresse. Ohne Zustimmung werden nur Größe, Lizenz und Prüfsumme des Modells angezeigt. Die Datei wird mit ihrer Prüfsumme verglichen, bevor sie ihren Namen erhält; die Modelllisten aller Dialoge enthalten sie dann, auch ohne Netzwerk. „Modelle auflisten“ zeigt, was ein Katalog enthält.</translation>
    </message>
    <message>
        <source>download</source>
        <translation>herunterladen</translation>
    </message>
    <message>
        <source>model zoo</source>
        <translation>Modellsammlung</translation>
    </message>
    <message>
        <source>catalogue</source>
        <translation>Katalog</translation>
    </message>
    <message>
        <source>online</source>
        <translation>online</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>offline</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>Katalog</translation>
    </message>
    <message>
        <source>A JSON file with STAC items of models, or its address (https://...). No address is asked but the one that you give, and those of the model files in it.</source>
        <translation>Eine JSON-Datei mit STAC-Einträgen von Modellen oder deren Adresse (https://...). Keine Adresse wird abgefragt außer der angegebenen und denen der Modelldateien darin.</translation>
    </message>
    <message>
        <source>Name of the model</source>
        <translation>Name des Modells</translation>
    </message>
    <message>
        <source>The model's name in the catalogue. Default: none; the message then has the names of all.</source>
        <translation>Der Name des Modells im Katalog. Vorgabe: keiner; die Meldung nennt dann alle Namen.</translation>
    </message>
    <message>
        <source>Accept the licence and fetch the file</source>
        <translation>Lizenz annehmen und Datei herunterladen</translation>
    </message>
    <message>
        <source>If off, only the model's address, size, licence and checksum are shown, and nothing is fetched.</source>
        <translation>Ist dies aus, werden nur Adresse, Größe, Lizenz und Prüfsumme des Modells angezeigt, und nichts wird heruntergeladen.</translation>
    </message>
    <message>
        <source>Folder of models</source>
        <translation>Modellordner</translation>
    </message>
    <message>
        <source>The folder where the file is kept. Default: the folder of models of the settings.</source>
        <translation>Der Ordner, in dem die Datei abgelegt wird. Vorgabe: der Modellordner aus den Einstellungen.</translation>
    </message>
    <message>
        <source>The file, or an empty text if nothing was fetched.</source>
        <translation>Die Datei, oder ein leerer Text, wenn nichts heruntergeladen wurde.</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Where the file comes from.</source>
        <translation>Woher die Datei stammt.</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>The checksum of the file in the catalogue.</source>
        <translation>Die Prüfsumme der Datei im Katalog.</translation>
    </message>
    <message>
        <source>Fetched</source>
        <translation>Heruntergeladen</translation>
    </message>
    <message>
        <source>True if the file is in the folder now.</source>
        <translation>Wahr, wenn die Datei jetzt im Ordner ist.</translation>
    </message>
    <message>
        <source>Find similar places</source>
        <translation>Ähnliche Orte finden</translation>
    </message>
    <message>
        <source>Find the places of images that look like given points or polygons, without training data.</source>
        <translation>Findet die Orte auf Bildern, die wie angegebene Punkte oder Polygone aussehen, ohne Trainingsdaten.</translation>
    </message>
    <message>
        <source>Hand features compare directions of edges and the bands' means, so places are found again in images of other dates and other light. Embeddings that were made elsewhere, such as AlphaEarth's, serve as well.</source>
        <translation>Von Hand entworfene Merkmale vergleichen Kantenrichtungen und die Mittelwerte der Kanäle; so werden Orte auf Bildern anderer Zeitpunkte und bei anderem Licht wiedergefunden. Anderswo erzeugte Embeddings, etwa die von AlphaEarth, sind ebenso geeignet.</translation>
    </message>
    <message>
        <source>retrieval</source>
        <translation>Ähnlichkeitssuche</translation>
    </message>
    <message>
        <source>template matching</source>
        <translation>Mustervergleich</translation>
    </message>
    <message>
        <source>embedding</source>
        <translation>Embedding</translation>
    </message>
    <message>
        <source>hog</source>
        <translation>hog</translation>
    </message>
    <message>
        <source>query by example</source>
        <translation>Suche nach Beispiel</translation>
    </message>
    <message>
        <source>alphaearth</source>
        <translation>alphaearth</translation>
    </message>
    <message>
        <source>Images to search</source>
        <translation>Zu durchsuchende Bilder</translation>
    </message>
    <message>
        <source>One or more images. Each is searched on its own pixels, which must be about as large as those of the query image.</source>
        <translation>Ein oder mehrere Bilder. Jedes wird auf seinen eigenen Pixeln durchsucht, die etwa so groß sein müssen wie die des Anfragebildes.</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>What to search for: points or polygons, of which each is a query. A point stands for the window around it, a polygon for the cells in it. Polygons smaller than 3 x 3 cells count as points.</source>
        <translation>Was gesucht wird: Punkte oder Polygone, von denen jedes eine Anfrage ist. Ein Punkt steht für das Fenster um ihn, ein Polygon für die Zellen darin. Polygone, die kleiner als 3 x 3 Zellen sind, zählen als Punkte.</translation>
    </message>
    <message>
        <source>Query image</source>
        <translation>Anfragebild</translation>
    </message>
    <message>
        <source>The image that shows the queries. Default: the first of the images to search, or the series.</source>
        <translation>Das Bild, das die Anfragen zeigt. Vorgabe: das erste der zu durchsuchenden Bilder, oder die Zeitreihe.</translation>
    </message>
    <message>
        <source>Search a series</source>
        <translation>Eine Zeitreihe durchsuchen</translation>
    </message>
    <message>
        <source>Whether the images are dates of one place, which is then searched once: by the mean of the features over the dates that show a cell.</source>
        <translation>Ob die Bilder Zeitpunkte eines Ortes sind, der dann einmal durchsucht wird: anhand des Mittelwerts der Merkmale über die Zeitpunkte, die eine Zelle zeigen.</translation>
    </message>
    <message>
        <source>Of a series. The date of each image, in the order of the images and separated by semicolons, for example '2019-06-01; 2019-08-15'. Default: those in the names of the files, or in their tags.</source>
        <translation>Bei einer Zeitreihe: das Datum jedes Bildes, in der Reihenfolge der Bilder und durch Semikolons getrennt, zum Beispiel „2019-06-01; 2019-08-15“. Vorgabe: die in den Dateinamen oder in den Tags der Dateien.</translation>
    </message>
    <message>
        <source>What is not to be used, one layer for each image or one for all: a scene classification, quality bits, or a layer that is not 0 where the image is bad. Default: nodata, and clouds in a series of three dates or more.</source>
        <translation>Was nicht verwendet werden soll, ein Layer je Bild oder einer für alle: eine Szenenklassifikation, Qualitätsbits oder ein Layer, der nicht 0 ist, wo das Bild schlecht ist. Vorgabe: NoData, und Wolken in einer Zeitreihe mit drei oder mehr Zeitpunkten.</translation>
    </message>
    <message>
        <source>Only places whose centres lie in these polygons are found. Default: everywhere.</source>
        <translation>Nur Orte, deren Mitten in diesen Polygonen liegen, werden gefunden. Vorgabe: überall.</translation>
    </message>
    <message>
        <source>Series model</source>
        <translation>Zeitreihenmodell</translation>
    </message>
    <message>
        <source>A model of a series of images, whose code of the place is compared instead of the features. Default: none.</source>
        <translation>Ein Modell einer Bildzeitreihe, dessen Code des Ortes statt der Merkmale verglichen wird. Vorgabe: keines.</translation>
    </message>
    <message>
        <source>Without a model. 'hand': directions of edges and means of cells of 8 px, which need no training. 'bands': the bands of each pixel, in standard deviations. 'embedding': bands that are one vector for each pixel, whose directions are compared; scales and offsets of the bands are applied.</source>
        <translation>Ohne Modell. „hand“: Kantenrichtungen und Mittelwerte von Zellen von 8 px, die kein Training brauchen. „bands“: die Kanäle jedes Pixels, in Standardabweichungen. „embedding“: Kanäle, die für jedes Pixel ein Vektor sind, dessen Richtungen verglichen werden; Skalierungen und Versätze der Kanäle werden angewandt.</translation>
    </message>
    <message>
        <source>Numbers of the bands to use, such as '4, 3, 2'. Default: all bands but alpha.</source>
        <translation>Nummern der zu verwendenden Kanäle, etwa „4, 3, 2“. Vorgabe: alle Kanäle außer Alpha.</translation>
    </message>
    <message>
        <source>Side of the window around a point that is compared. With hand features and models a multiple of 8. Default: 64 with these, else 1.</source>
        <translation>Seite des Fensters um einen Punkt, das verglichen wird. Bei von Hand entworfenen Merkmalen und Modellen ein Vielfaches von 8. Vorgabe: 64 bei diesen, sonst 1.</translation>
    </message>
    <message>
        <source>Places per query</source>
        <translation>Orte je Anfrage</translation>
    </message>
    <message>
        <source>Maximum number of places for each query, over all images.</source>
        <translation>Höchstzahl der Orte für jede Anfrage, über alle Bilder.</translation>
    </message>
    <message>
        <source>Minimum distance (m)</source>
        <translation>Kleinster Abstand (m)</translation>
    </message>
    <message>
        <source>Between places that are found in the same image. In the query image, places that are as near to the query are left out. Without CRS in pixels. Default: half of the window.</source>
        <translation>Zwischen Orten, die im selben Bild gefunden werden. Im Anfragebild werden Orte ausgelassen, die der Anfrage so nah sind. Ohne KBS in Pixeln. Vorgabe: das halbe Fenster.</translation>
    </message>
    <message>
        <source>Similar places</source>
        <translation>Ähnliche Orte</translation>
    </message>
    <message>
        <source>Points with the number of the query's feature (query), rank, score (-1 to 1) and the name of the image (image), shown in squares as large as the windows that are compared.</source>
        <translation>Punkte mit der Nummer des Anfrageobjekts (query), Rang (rank), Score (score, -1 bis 1) und dem Namen des Bildes (image), dargestellt als Quadrate so groß wie die verglichenen Fenster.</translation>
    </message>
    <message>
        <source>Similarity</source>
        <translation>Ähnlichkeit</translation>
    </message>
    <message>
        <source>A GeoTIFF of the first image with a band for each query: the score of the window around each cell, -1 to 1. Of a series the last band is how many dates show the cell.</source>
        <translation>Ein GeoTIFF des ersten Bildes mit einem Kanal je Anfrage: der Score des Fensters um jede Zelle, -1 bis 1. Bei einer Zeitreihe gibt der letzte Kanal an, wie viele Zeitpunkte die Zelle zeigen.</translation>
    </message>
    <message>
        <source>Number of places</source>
        <translation>Anzahl der Orte</translation>
    </message>
    <message>
        <source>Number of places in the result.</source>
        <translation>Anzahl der Orte im Ergebnis.</translation>
    </message>
    <message>
        <source>Generate images</source>
        <translation>Bilder erzeugen</translation>
    </message>
    <message>
        <source>Generate example images of each class from a joint energy-based model (JEM).</source>
        <translation>Erzeugt Beispielbilder jeder Klasse aus einem energiebasierten Verbundmodell (JEM).</translation>
    </message>
    <message>
        <source>The images show what the model has and has not learned. They are sampled by stochastic gradient Langevin dynamics: many small steps towards more likely images, with a little noise. The folder contains one image per sample and a contact sheet. With reference images, the report measures how similar the samples are to real images. For comparison it gives the same measures for other real images, for the random images of the start, and for noise.</source>
        <translation>Die Bilder zeigen, was das Modell gelernt hat und was nicht. Sie werden mit stochastischer Gradienten-Langevin-Dynamik gezogen: viele kleine Schritte hin zu wahrscheinlicheren Bildern, mit ein wenig Rauschen. Der Ordner enthält ein Bild je Stichprobe und eine Übersichtstafel. Mit Referenzbildern misst der Bericht, wie ähnlich die Stichproben echten Bildern sind. Zum Vergleich nennt er dieselben Maße für andere echte Bilder, für die Zufallsbilder des Starts und für Rauschen.</translation>
    </message>
    <message>
        <source>sample</source>
        <translation>Stichprobe</translation>
    </message>
    <message>
        <source>synthetic</source>
        <translation>synthetisch</translation>
    </message>
    <message>
        <source>sgld</source>
        <translation>sgld</translation>
    </message>
    <message>
        <source>generative</source>
        <translation>generativ</translation>
    </message>
    <message>
        <source>kid</source>
        <translation>kid</translation>
    </message>
    <message>
        <source>scenes</source>
        <translation>Szenen</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>The name of the class. Default: all classes, in equal numbers.</source>
        <translation>Der Name der Klasse. Vorgabe: alle Klassen, in gleicher Anzahl.</translation>
    </message>
    <message>
        <source>Number of images</source>
        <translation>Anzahl der Bilder</translation>
    </message>
    <message>
        <source>Number of images to generate.</source>
        <translation>Anzahl der zu erzeugenden Bilder.</translation>
    </message>
    <message>
        <source>Number of steps for each image. More steps make the images more likely under the model. Too many give unrealistic images: stop where log p(x) in the report reaches that of real images.</source>
        <translation>Anzahl der Schritte für jedes Bild. Mehr Schritte machen die Bilder nach dem Modell wahrscheinlicher. Zu viele ergeben unwirkliche Bilder: aufhören, wo log p(x) im Bericht das von echten Bildern erreicht.</translation>
    </message>
    <message>
        <source>Start of the sampling</source>
        <translation>Start der Ziehung</translation>
    </message>
    <message>
        <source>'fields' starts from random images with the colours and textures of the class. 'training's chains' continues the samples of the training that are stored in the model file, each once, and uses fields when none are left.</source>
        <translation>„fields“ beginnt mit Zufallsbildern mit den Farben und Texturen der Klasse. „training's chains“ setzt die Stichproben des Trainings fort, die in der Modelldatei gespeichert sind, jede einmal, und verwendet Felder, wenn keine mehr übrig sind.</translation>
    </message>
    <message>
        <source>fields</source>
        <translation>Zufallsfelder</translation>
    </message>
    <message>
        <source>training's chains</source>
        <translation>Ketten des Trainings</translation>
    </message>
    <message>
        <source>Keep the class</source>
        <translation>Klasse beibehalten</translation>
    </message>
    <message>
        <source>The steps increase the density of the image's own class. Otherwise they increase the density of all classes together, and an image may change its class on the way.</source>
        <translation>Die Schritte erhöhen die Dichte der eigenen Klasse des Bildes. Sonst erhöhen sie die Dichte aller Klassen zusammen, und ein Bild kann unterwegs seine Klasse wechseln.</translation>
    </message>
    <message>
        <source>A folder or raster of real images like the training images. The report then measures how similar the samples are to them. Default: no comparison.</source>
        <translation>Ein Ordner oder Raster mit echten Bildern wie den Trainingsbildern. Der Bericht misst dann, wie ähnlich ihnen die Stichproben sind. Vorgabe: kein Vergleich.</translation>
    </message>
    <message>
        <source>Folder of samples</source>
        <translation>Ordner der Stichproben</translation>
    </message>
    <message>
        <source>A new or empty folder for the images, which are named after their class, and contact_sheet.png. Images are PNG files, or GeoTIFF files if the model does not have three bands of 8 bits.</source>
        <translation>Ein neuer oder leerer Ordner für die Bilder, die nach ihrer Klasse benannt sind, und contact_sheet.png. Bilder sind PNG-Dateien, oder GeoTIFF-Dateien, wenn das Modell nicht drei Kanäle mit 8 Bit hat.</translation>
    </message>
    <message>
        <source>Sample report</source>
        <translation>Stichprobenbericht</translation>
    </message>
    <message>
        <source>An HTML page with the contact sheet, the classes, the curves of log p(x) and the measures.</source>
        <translation>Eine HTML-Seite mit der Übersichtstafel, den Klassen, den Kurven von log p(x) und den Maßen.</translation>
    </message>
    <message>
        <source>Share of the rarest class (0 to 1)</source>
        <translation>Anteil der seltensten Klasse (0 bis 1)</translation>
    </message>
    <message>
        <source>Share of the samples that the model assigns to the rarest class.</source>
        <translation>Anteil der Stichproben, die das Modell der seltensten Klasse zuweist.</translation>
    </message>
    <message>
        <source>KID</source>
        <translation>KID</translation>
    </message>
    <message>
        <source>Kernel inception distance from the reference images, in random features; 0 is best.</source>
        <translation>Kernel Inception Distance von den Referenzbildern, in zufälligen Merkmalen; 0 ist am besten.</translation>
    </message>
    <message>
        <source>Spectrum distance (dB)</source>
        <translation>Abstand der Spektren (dB)</translation>
    </message>
    <message>
        <source>Difference of the power at each spatial frequency from that of the reference images; 0 is best.</source>
        <translation>Differenz der Leistung bei jeder räumlichen Frequenz von der der Referenzbilder; 0 ist am besten.</translation>
    </message>
    <message>
        <source>Discriminator AUC (0 to 1)</source>
        <translation>AUC des Diskriminators (0 bis 1)</translation>
    </message>
    <message>
        <source>How well a classifier separates samples from reference images: 0.5 not at all, 1 completely.</source>
        <translation>Wie gut ein Klassifikator Stichproben von Referenzbildern trennt: 0,5 gar nicht, 1 vollständig.</translation>
    </message>
    <message>
        <source>Import a model (ONNX)</source>
        <translation>Modell importieren (ONNX)</translation>
    </message>
    <message>
        <source>Import a network from an ONNX file as a model: segmentation, regression, super-resolution, detection or prompts.</source>
        <translation>Importiert ein Netz aus einer ONNX-Datei als Modell: Segmentierung, Regression, Superauflösung, Erkennung oder Prompts.</translation>
    </message>
    <message>
        <source>All algorithms for such models then take it: 'Segment an image', 'Extract polygons', 'Translate an image' for a regression, 'Super-resolve an image', 'Detect objects', and others. A pair of files that outlines what you point at, as Segment Anything, becomes a model for 'Click to polygon' and 'Extract polygons'. The metadata of the plugin Deepness in the file are used; what is given here goes before them. Where the margin that the network needs can be measured, the result has no seams at any size of the image. Elsewhere, tiles overlap, and a warning states it. The engine needs packages of its own for this, which 'Set up the engine' adds: 'Packages for ONNX models'.</source>
        <translation>Alle Algorithmen für solche Modelle nehmen es dann an: „Bild segmentieren“, „Polygone extrahieren“, „Bild übersetzen“ bei einer Regression, „Bildauflösung erhöhen“, „Objekte erkennen“ und andere. Ein Dateipaar, das umreißt, worauf gezeigt wird, wie Segment Anything, wird zu einem Modell für „Polygon per Klick“ und „Polygone extrahieren“. Die Metadaten der Erweiterung Deepness in der Datei werden verwendet; was hier angegeben wird, geht ihnen vor. Wo sich der Rand messen lässt, den das Netz braucht, hat das Ergebnis bei keiner Bildgröße Nähte. Sonst überlappen sich die Kacheln, und eine Warnung weist darauf hin. Der Rechenkern braucht dafür eigene Pakete, die „Rechenkern einrichten“ hinzufügt: „Pakete für ONNX-Modelle“.</translation>
    </message>
    <message>
        <source>onnxruntime</source>
        <translation>onnxruntime</translation>
    </message>
    <message>
        <source>foreign model</source>
        <translation>fremdes Modell</translation>
    </message>
    <message>
        <source>pytorch</source>
        <translation>pytorch</translation>
    </message>
    <message>
        <source>tensorflow</source>
        <translation>tensorflow</translation>
    </message>
    <message>
        <source>keras</source>
        <translation>keras</translation>
    </message>
    <message>
        <source>segment anything</source>
        <translation>alles segmentieren</translation>
    </message>
    <message>
        <source>SAM</source>
        <translation>SAM</translation>
    </message>
    <message>
        <source>SAM 2</source>
        <translation>SAM 2</translation>
    </message>
    <message>
        <source>MobileSAM</source>
        <translation>MobileSAM</translation>
    </message>
    <message>
        <source>prompts</source>
        <translation>Prompts</translation>
    </message>
    <message>
        <source>ONNX file or torch.export program</source>
        <translation>ONNX-Datei oder torch.export-Programm</translation>
    </message>
    <message>
        <source>A file with one image as its input and one image of the same size, or a multiple of it, as its output; of a detector, upright boxes as YOLO (5 to 9, 11) gives them. Programs of torch.export (.pt2) must be of PyTorch 2.9 or later. No code in these files is run: a program whose weights are stored as Python objects is refused.</source>
        <translation>Eine Datei mit einem Bild als Eingabe und einem Bild derselben Größe oder eines Vielfachen davon als Ausgabe; bei einem Detektor achsenparallele Rahmen, wie YOLO (5 bis 9, 11) sie liefert. Programme von torch.export (.pt2) müssen von PyTorch 2.9 oder neuer stammen. In diesen Dateien wird kein Code ausgeführt: Ein Programm, dessen Gewichte als Python-Objekte gespeichert sind, wird abgelehnt.</translation>
    </message>
    <message>
        <source>Decoder (ONNX file)</source>
        <translation>Decoder (ONNX-Datei)</translation>
    </message>
    <message>
        <source>The second file of a pair that outlines what points or boxes mark: Segment Anything, MobileSAM or SAM 2 as exported for ONNX. The file above is the encoder then. Default: none, the file above is the whole network.</source>
        <translation>Die zweite Datei eines Paars, das umreißt, was Punkte oder Rahmen markieren: Segment Anything, MobileSAM oder SAM 2, wie für ONNX exportiert. Die Datei oben ist dann der Encoder. Vorgabe: keine, die Datei oben ist das ganze Netz.</translation>
    </message>
    <message>
        <source>'segmentation' = classes of pixels; 'regression' = values, such as heights; 'super-resolution' = a finer image; 'detection' = boxes of objects; 'prompts' = outlines of what is marked, with a decoder; 'auto' = as the files state, else detection for an output of boxes and segmentation for an image.</source>
        <translation>„segmentation“ = Klassen von Pixeln; „regression“ = Werte, etwa Höhen; „super-resolution“ = ein feineres Bild; „detection“ = Rahmen von Objekten; „prompts“ = Umrisse des Markierten, mit einem Decoder; „auto“ = wie in den Dateien angegeben, sonst Erkennung bei Rahmen als Ausgabe und Segmentierung bei einem Bild.</translation>
    </message>
    <message>
        <source>segmentation</source>
        <translation>Segmentierung</translation>
    </message>
    <message>
        <source>super-resolution</source>
        <translation>Superauflösung</translation>
    </message>
    <message>
        <source>detection</source>
        <translation>Erkennung</translation>
    </message>
    <message>
        <source>Class names</source>
        <translation>Klassennamen</translation>
    </message>
    <message>
        <source>Names of the classes, or of the values of a regression, separated by commas. Default: those of the metadata.</source>
        <translation>Namen der Klassen oder der Werte einer Regression, durch Kommas getrennt. Vorgabe: die der Metadaten.</translation>
    </message>
    <message>
        <source>Band names</source>
        <translation>Kanalnamen</translation>
    </message>
    <message>
        <source>Names of the bands in the network's order, separated by commas, by which bands of images are found. Default: red, green, blue (, nir).</source>
        <translation>Namen der Kanäle in der Reihenfolge des Netzes, durch Kommas getrennt, nach denen die Kanäle von Bildern gefunden werden. Vorgabe: red, green, blue (, nir).</translation>
    </message>
    <message>
        <source>Training resolution (m)</source>
        <translation>Trainingsauflösung (m)</translation>
    </message>
    <message>
        <source>Pixel size on the ground that the network was trained at. Default: that of the metadata; without one, images are not resampled.</source>
        <translation>Pixelgröße am Boden, mit der das Netz trainiert wurde. Vorgabe: die der Metadaten; ohne sie werden Bilder nicht neu abgetastet.</translation>
    </message>
    <message>
        <source>Mean of the bands</source>
        <translation>Mittelwert der Kanäle</translation>
    </message>
    <message>
        <source>One number for each band, separated by commas, in the values of the images. The network gets (value - mean) / standard deviation. Default: those of the metadata; without them, value / 255.</source>
        <translation>Eine Zahl je Kanal, durch Kommas getrennt, in den Werten der Bilder. Das Netz erhält (Wert - Mittelwert) / Standardabweichung. Vorgabe: die der Metadaten; ohne sie Wert / 255.</translation>
    </message>
    <message>
        <source>Standard deviation of the bands</source>
        <translation>Standardabweichung der Kanäle</translation>
    </message>
    <message>
        <source>One number for each band, separated by commas. Default: as for the mean; give both or none.</source>
        <translation>Eine Zahl je Kanal, durch Kommas getrennt. Vorgabe: wie beim Mittelwert; beide oder keines angeben.</translation>
    </message>
    <message>
        <source>Outputs of the network</source>
        <translation>Ausgaben des Netzes</translation>
    </message>
    <message>
        <source>What the network gives for each class: 'logits', 'probabilities', or 'auto' = probabilities where it ends with Softmax or Sigmoid.</source>
        <translation>Was das Netz für jede Klasse liefert: „logits“, „probabilities“ oder „auto“ = Wahrscheinlichkeiten, wenn es mit Softmax oder Sigmoid endet.</translation>
    </message>
    <message>
        <source>logits</source>
        <translation>Logits</translation>
    </message>
    <message>
        <source>probabilities</source>
        <translation>Wahrscheinlichkeiten</translation>
    </message>
    <message>
        <source>Of two classes: a pixel is of the second one from this probability. Of a detector: the minimum score of an object. Default: that of the metadata, else 0.5 (detector: 0.25).</source>
        <translation>Bei zwei Klassen: Ab dieser Wahrscheinlichkeit gehört ein Pixel zur zweiten. Bei einem Detektor: der kleinste Score eines Objekts. Vorgabe: der der Metadaten, sonst 0,5 (Detektor: 0,25).</translation>
    </message>
    <message>
        <source>Margin of a tile on each side, for detectors and networks whose margin cannot be measured. Default: that of the metadata, else 15 % of the tile.</source>
        <translation>Rand einer Kachel auf jeder Seite, für Detektoren und Netze, deren Rand sich nicht messen lässt. Vorgabe: der der Metadaten, sonst 15 % der Kachel.</translation>
    </message>
    <message>
        <source>Side of the tiles for detectors and networks whose margin cannot be measured. Default: that of the file, else 512 (detector: 640).</source>
        <translation>Seite der Kacheln für Detektoren und Netze, deren Rand sich nicht messen lässt. Vorgabe: die der Datei, sonst 512 (Detektor: 640).</translation>
    </message>
    <message>
        <source>Licence of the network, for the model's card. Default: not stated.</source>
        <translation>Lizenz des Netzes, für die Modellkarte. Vorgabe: nicht angegeben.</translation>
    </message>
    <message>
        <source>The model file (.safetensors). Default: a new file in your folder of models, where the lists of models in dialogs find it.</source>
        <translation>Die Modelldatei (.safetensors). Vorgabe: eine neue Datei im Modellordner, wo die Modelllisten der Dialoge sie finden.</translation>
    </message>
    <message>
        <source>EO Deep models</source>
        <translation>EO-Deep-Modelle</translation>
    </message>
    <message>
        <source>Margin measured</source>
        <translation>Rand gemessen</translation>
    </message>
    <message>
        <source>True if the margin was measured, so that tiles leave no trace.</source>
        <translation>Wahr, wenn der Rand gemessen wurde, sodass Kacheln keine Spuren hinterlassen.</translation>
    </message>
    <message>
        <source>The network's stride.</source>
        <translation>Die Schrittweite des Netzes.</translation>
    </message>
    <message>
        <source>Margin (px)</source>
        <translation>Rand (px)</translation>
    </message>
    <message>
        <source>The margin that a tile needs.</source>
        <translation>Der Rand, den eine Kachel braucht.</translation>
    </message>
    <message>
        <source>List models</source>
        <translation>Modelle auflisten</translation>
    </message>
    <message>
        <source>List the models that come with EO Deep and those in a folder, and show which of them fit an image.</source>
        <translation>Listet die Modelle von EO Deep und die eines Ordners auf und zeigt, welche davon zu einem Bild passen.</translation>
    </message>
    <message>
        <source>Each model is listed with what it finds, its bands, pixel size, licence, accuracy and size. With an image, what fits comes first, the closest pixel size before all others; models that do not fit have the reason why.</source>
        <translation>Jedes Modell wird aufgeführt mit dem, was es findet, seinen Kanälen, Pixelgröße, Lizenz, Genauigkeit und Größe. Mit einem Bild steht zuerst, was passt, die nächstliegende Pixelgröße vor allen anderen; bei Modellen, die nicht passen, steht der Grund.</translation>
    </message>
    <message>
        <source>library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>find a model</source>
        <translation>Modell finden</translation>
    </message>
    <message>
        <source>available models</source>
        <translation>verfügbare Modelle</translation>
    </message>
    <message>
        <source>choose</source>
        <translation>auswählen</translation>
    </message>
    <message>
        <source>Model files (.safetensors) in this folder and its subfolders are listed, too, and what catalogues there offer: JSON files with STAC items of models. Default: the folder of models of the settings.</source>
        <translation>Modelldateien (.safetensors) in diesem Ordner und seinen Unterordnern werden ebenfalls aufgeführt, und was Kataloge dort anbieten: JSON-Dateien mit STAC-Einträgen von Modellen. Vorgabe: der Modellordner aus den Einstellungen.</translation>
    </message>
    <message>
        <source>The models that fit this image come first. Of a model of several images, it is taken to be the first one. Default: models are not compared with an image.</source>
        <translation>Die Modelle, die zu diesem Bild passen, stehen zuerst. Bei einem Modell mehrerer Bilder gilt es als das erste. Vorgabe: Modelle werden nicht mit einem Bild verglichen.</translation>
    </message>
    <message>
        <source>The bands of the image that correspond to those of the models, for example '4, 3, 2'. Default: bands are matched by name; images without band names must have as many bands as the model.</source>
        <translation>Die Kanäle des Bildes, die denen der Modelle entsprechen, zum Beispiel „4, 3, 2“. Vorgabe: Kanäle werden nach Namen zugeordnet; Bilder ohne Kanalnamen müssen so viele Kanäle haben wie das Modell.</translation>
    </message>
    <message>
        <source>Only models of this kind are listed.</source>
        <translation>Nur Modelle dieser Art werden aufgeführt.</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>polygons</source>
        <translation>Polygone</translation>
    </message>
    <message>
        <source>refinement</source>
        <translation>Verfeinerung</translation>
    </message>
    <message>
        <source>alignment</source>
        <translation>Ausrichtung</translation>
    </message>
    <message>
        <source>translation</source>
        <translation>Übersetzung</translation>
    </message>
    <message>
        <source>series</source>
        <translation>Zeitreihe</translation>
    </message>
    <message>
        <source>A JSON file with STAC items of models, or its address (https://...). Its models are listed too; 'Fetch a model' fetches them. Default: only catalogues in the folder are read.</source>
        <translation>Eine JSON-Datei mit STAC-Einträgen von Modellen oder deren Adresse (https://...). Ihre Modelle werden ebenfalls aufgeführt; „Modell herunterladen“ lädt sie herunter. Vorgabe: Nur Kataloge im Ordner werden gelesen.</translation>
    </message>
    <message>
        <source>A CSV file with a row for each model.</source>
        <translation>Eine CSV-Datei mit einer Zeile je Modell.</translation>
    </message>
    <message>
        <source>List of models</source>
        <translation>Modellliste</translation>
    </message>
    <message>
        <source>New catalogue</source>
        <translation>Neuer Katalog</translation>
    </message>
    <message>
        <source>A JSON file with a STAC item for each model file of the folder in the list (without a folder: of the bundled ones), with its size and checksum. Put it beside the model files, in a folder or on a server, and others can list and fetch them.</source>
        <translation>Eine JSON-Datei mit einem STAC-Eintrag für jede Modelldatei des Ordners in der Liste (ohne Ordner: der mitgelieferten), mit Größe und Prüfsumme. Liegt sie neben den Modelldateien, in einem Ordner oder auf einem Server, können andere sie auflisten und herunterladen.</translation>
    </message>
    <message>
        <source>STAC catalogues</source>
        <translation>STAC-Kataloge</translation>
    </message>
    <message>
        <source>Number of models in the list.</source>
        <translation>Anzahl der Modelle in der Liste.</translation>
    </message>
    <message>
        <source>Fitting models</source>
        <translation>Passende Modelle</translation>
    </message>
    <message>
        <source>Number of models that fit the image.</source>
        <translation>Anzahl der Modelle, die zum Bild passen.</translation>
    </message>
    <message>
        <source>Best model</source>
        <translation>Bestes Modell</translation>
    </message>
    <message>
        <source>Model file that fits the image best; empty if none fits.</source>
        <translation>Modelldatei, die am besten zum Bild passt; leer, wenn keine passt.</translation>
    </message>
    <message>
        <source>Make a synthetic scene</source>
        <translation>Synthetische Szene erzeugen</translation>
    </message>
    <message>
        <source>Make a synthetic image of a town, with its building polygons as reference data.</source>
        <translation>Erzeugt ein synthetisches Bild einer Stadt, mit seinen Gebäudepolygonen als Referenzdaten.</translation>
    </message>
    <message>
        <source>The image shows roofs with texture and shadow, roads, trees, water and sensor noise, which are drawn by rules from a random seed. Use it to try every algorithm without your own data: extract the buildings and compare them with the reference data, or align the displaced buildings, which simulate a map that was drawn on another image.</source>
        <translation>Das Bild zeigt Dächer mit Textur und Schatten, Straßen, Bäume, Wasser und Sensorrauschen, nach Regeln aus einem Zufallsstartwert gezeichnet. Damit lässt sich jeder Algorithmus ohne eigene Daten erproben: die Gebäude extrahieren und mit den Referenzdaten vergleichen, oder die verschobenen Gebäude ausrichten, die eine auf einem anderen Bild gezeichnete Karte nachahmen.</translation>
    </message>
    <message>
        <source>procedural</source>
        <translation>prozedural</translation>
    </message>
    <message>
        <source>test data</source>
        <translation>Testdaten</translation>
    </message>
    <message>
        <source>example</source>
        <translation>Beispiel</translation>
    </message>
    <message>
        <source>demo</source>
        <translation>Demo</translation>
    </message>
    <message>
        <source>simulate</source>
        <translation>simulieren</translation>
    </message>
    <message>
        <source>town</source>
        <translation>Stadt</translation>
    </message>
    <message>
        <source>sample data</source>
        <translation>Beispieldaten</translation>
    </message>
    <message>
        <source>Each seed gives a different town.</source>
        <translation>Jeder Startwert ergibt eine andere Stadt.</translation>
    </message>
    <message>
        <source>Image size (px)</source>
        <translation>Bildgröße (px)</translation>
    </message>
    <message>
        <source>Width and height of the image.</source>
        <translation>Breite und Höhe des Bildes.</translation>
    </message>
    <message>
        <source>Pixel size on the ground.</source>
        <translation>Pixelgröße am Boden.</translation>
    </message>
    <message>
        <source>Synthetic image</source>
        <translation>Synthetisches Bild</translation>
    </message>
    <message>
        <source>The image: a GeoTIFF with the bands red, green and blue.</source>
        <translation>Das Bild: ein GeoTIFF mit den Kanälen Rot, Grün und Blau.</translation>
    </message>
    <message>
        <source>Reference buildings</source>
        <translation>Referenzgebäude</translation>
    </message>
    <message>
        <source>The outlines of all buildings as they are on the image.</source>
        <translation>Die Umrisse aller Gebäude, wie sie auf dem Bild sind.</translation>
    </message>
    <message>
        <source>Displaced buildings</source>
        <translation>Verschobene Gebäude</translation>
    </message>
    <message>
        <source>The same buildings displaced by a few metres. Some buildings are missing, and some no longer stand on the image, as in an old map that was drawn on another image.</source>
        <translation>Dieselben Gebäude, um einige Meter verschoben. Einige Gebäude fehlen, und einige stehen auf dem Bild nicht mehr, wie in einer alten Karte, die auf einem anderen Bild gezeichnet wurde.</translation>
    </message>
    <message>
        <source>Polygonize</source>
        <translation>Polygonisieren</translation>
    </message>
    <message>
        <source>Convert probabilities or a class map to polygons with few vertices, as a cartographer would draw them.</source>
        <translation>Wandelt Wahrscheinlichkeiten oder eine Klassenkarte in Polygone mit wenigen Stützpunkten um, wie ein Kartograf sie zeichnen würde.</translation>
    </message>
    <message>
        <source>The method 'mesh' approximates all boundaries of the map together. Edges become straight and are placed with subpixel accuracy. Neighbours share their edges, without gaps or overlaps. Buildings, or other classes that you choose, get right angles where the pixels allow it; round and oblique shapes are kept. The method 'contour' follows the pixels and does not simplify.</source>
        <translation>Die Methode „mesh“ nähert alle Grenzen der Karte gemeinsam an. Kanten werden gerade und subpixelgenau gesetzt. Nachbarn teilen sich ihre Kanten, ohne Lücken oder Überlappungen. Gebäude oder andere gewählte Klassen erhalten rechte Winkel, wo die Pixel es zulassen; runde und schräge Formen bleiben erhalten. Die Methode „contour“ folgt den Pixeln und vereinfacht nicht.</translation>
    </message>
    <message>
        <source>A band of probabilities gives polygons of the pixels that reach the threshold. Bands with decimals, with a scale below 1, or with many gradual values up to 255 or 100 are read as probabilities. With several such bands, one for each class, each pixel gets the most probable class. All other bands of whole numbers are read as class maps: every class except the background (0) gets polygons. Nodata pixels get no polygons. Displacement maps are refused.</source>
        <translation>Ein Kanal mit Wahrscheinlichkeiten ergibt Polygone der Pixel, die den Schwellenwert erreichen. Kanäle mit Nachkommastellen, mit einer Skalierung unter 1 oder mit vielen abgestuften Werten bis 255 oder 100 werden als Wahrscheinlichkeiten gelesen. Bei mehreren solchen Kanälen, einem je Klasse, erhält jedes Pixel die wahrscheinlichste Klasse. Alle anderen Kanäle mit ganzen Zahlen werden als Klassenkarten gelesen: Jede Klasse außer dem Hintergrund (0) erhält Polygone. NoData-Pixel erhalten keine Polygone. Verschiebungskarten werden abgelehnt.</translation>
    </message>
    <message>
        <source>Rasters can be of any size. Areas and distances are measured on the ellipsoid, so they are correct in every CRS.</source>
        <translation>Raster können beliebig groß sein. Flächen und Abstände werden auf dem Ellipsoid gemessen und sind daher in jedem KBS richtig.</translation>
    </message>
    <message>
        <source>contour</source>
        <translation>Kontur</translation>
    </message>
    <message>
        <source>mesh</source>
        <translation>Maschennetz</translation>
    </message>
    <message>
        <source>simplify</source>
        <translation>vereinfachen</translation>
    </message>
    <message>
        <source>regularize</source>
        <translation>regularisieren</translation>
    </message>
    <message>
        <source>raster to vector</source>
        <translation>Raster zu Vektor</translation>
    </message>
    <message>
        <source>polygon</source>
        <translation>Polygon</translation>
    </message>
    <message>
        <source>Raster</source>
        <translation>Raster</translation>
    </message>
    <message>
        <source>A raster of probabilities (0 to 1) or a class map.</source>
        <translation>Ein Raster mit Wahrscheinlichkeiten (0 bis 1) oder eine Klassenkarte.</translation>
    </message>
    <message>
        <source>The band to polygonize, or several bands with the probabilities of as many classes. Default: the first band.</source>
        <translation>Der zu polygonisierende Kanal, oder mehrere Kanäle mit den Wahrscheinlichkeiten ebenso vieler Klassen. Vorgabe: der erste Kanal.</translation>
    </message>
    <message>
        <source>'mesh' gives straight edges with few vertices. 'contour' follows the edges of the pixels of a class map, or the contour line of the threshold in probabilities.</source>
        <translation>„mesh“ ergibt gerade Kanten mit wenigen Stützpunkten. „contour“ folgt den Kanten der Pixel einer Klassenkarte oder bei Wahrscheinlichkeiten der Isolinie des Schwellenwerts.</translation>
    </message>
    <message>
        <source>Pixels with at least this value lie inside the polygons. For bands of 0 to 255 or 0 to 100 without a scale, give a probability: 0.5 means the middle. Not used for class maps and for several bands.</source>
        <translation>Pixel mit mindestens diesem Wert liegen innerhalb der Polygone. Bei Kanälen von 0 bis 255 oder 0 bis 100 ohne Skalierung eine Wahrscheinlichkeit angeben: 0,5 bedeutet die Mitte. Bei Klassenkarten und mehreren Kanälen nicht verwendet.</translation>
    </message>
    <message>
        <source>Classes to write</source>
        <translation>Zu schreibende Klassen</translation>
    </message>
    <message>
        <source>Names or values of the classes that get polygons, separated by commas. For several bands: names or numbers of the bands. Default: all classes except the background.</source>
        <translation>Namen oder Werte der Klassen, die Polygone erhalten, durch Kommas getrennt. Bei mehreren Kanälen: Namen oder Nummern der Kanäle. Vorgabe: alle Klassen außer dem Hintergrund.</translation>
    </message>
    <message>
        <source>Classes with right angles</source>
        <translation>Klassen mit rechten Winkeln</translation>
    </message>
    <message>
        <source>Names or values of the classes that get common edge directions and right angles, separated by commas. A single class without a name in the raster always gets them, unless this is empty.</source>
        <translation>Namen oder Werte der Klassen, die gemeinsame Kantenrichtungen und rechte Winkel erhalten, durch Kommas getrennt. Eine einzige Klasse ohne Namen im Raster erhält sie immer, außer wenn dies leer ist.</translation>
    </message>
    <message>
        <source>Vertex penalty (px²)</source>
        <translation>Strafwert je Stützpunkt (px²)</translation>
    </message>
    <message>
        <source>Penalty for each vertex. A vertex is kept only if it corrects at least this area (for small polygons 1/80 of their area). Higher values give fewer vertices. The default suits most maps.</source>
        <translation>Strafwert für jeden Stützpunkt. Ein Stützpunkt bleibt nur, wenn er mindestens diese Fläche berichtigt (bei kleinen Polygonen 1/80 ihrer Fläche). Höhere Werte ergeben weniger Stützpunkte. Die Vorgabe passt zu den meisten Karten.</translation>
    </message>
    <message>
        <source>Weight of right angles (px²)</source>
        <translation>Gewicht rechter Winkel (px²)</translation>
    </message>
    <message>
        <source>How strongly the edges of classes with right angles are aligned to the main directions of the polygon: the penalty for each pixel of an edge in any other direction. Higher values give more right angles.</source>
        <translation>Wie stark die Kanten von Klassen mit rechten Winkeln an den Hauptrichtungen des Polygons ausgerichtet werden: der Strafwert für jedes Pixel einer Kante in anderer Richtung. Höhere Werte ergeben mehr rechte Winkel.</translation>
    </message>
    <message>
        <source>Maximum deviation (m)</source>
        <translation>Größte Abweichung (m)</translation>
    </message>
    <message>
        <source>Maximum distance between an outline and the edges of the pixels that it follows. Default: eight pixels.</source>
        <translation>Größter Abstand zwischen einem Umriss und den Kanten der Pixel, denen er folgt. Vorgabe: acht Pixel.</translation>
    </message>
    <message>
        <source>With the method 'mesh', smaller regions are merged into the neighbour with the longest common edge. With 'contour', they are left out.</source>
        <translation>Mit der Methode „mesh“ werden kleinere Regionen mit dem Nachbarn mit der längsten gemeinsamen Kante vereinigt. Mit „contour“ werden sie ausgelassen.</translation>
    </message>
    <message>
        <source>Smaller holes inside polygons are filled.</source>
        <translation>Kleinere Löcher in Polygonen werden gefüllt.</translation>
    </message>
    <message>
        <source>Target number of vertices</source>
        <translation>Zielzahl der Stützpunkte</translation>
    </message>
    <message>
        <source>The vertex penalty is adjusted until the result has about this number of vertices in total (within 5 %). This takes several times as long. Default: the vertex penalty is not adjusted.</source>
        <translation>Der Strafwert je Stützpunkt wird angepasst, bis das Ergebnis insgesamt etwa diese Anzahl von Stützpunkten hat (auf 5 % genau). Das dauert mehrmals so lange. Vorgabe: Der Strafwert wird nicht angepasst.</translation>
    </message>
    <message>
        <source>Keep touching objects apart</source>
        <translation>Aneinandergrenzende Objekte trennen</translation>
    </message>
    <message>
        <source>For probabilities with the method 'mesh'. Touching objects become polygons with shared edges, divided where the probability is lower between them. A region stays one polygon if less than half of its area reaches the seed threshold.</source>
        <translation>Für Wahrscheinlichkeiten mit der Methode „mesh“. Aneinandergrenzende Objekte werden zu Polygonen mit gemeinsamen Kanten, geteilt, wo die Wahrscheinlichkeit zwischen ihnen niedriger ist. Eine Region bleibt ein einziges Polygon, wenn weniger als die Hälfte ihrer Fläche den Keim-Schwellenwert erreicht.</translation>
    </message>
    <message>
        <source>Minimum probability of the pixels where an object starts. Objects grow from there down to the threshold. Lower values divide less. Used only where touching objects are kept apart.</source>
        <translation>Kleinste Wahrscheinlichkeit der Pixel, an denen ein Objekt beginnt. Von dort wachsen Objekte bis hinab zum Schwellenwert. Niedrigere Werte teilen weniger. Nur verwendet, wenn aneinandergrenzende Objekte getrennt werden.</translation>
    </message>
    <message>
        <source>Continues where the run was interrupted, instead of starting again. With the method 'mesh', what is finished of a raster of more than about 8192 x 8192 px is in a folder beside the output until that is written. Raster and parameters must be the same as before.</source>
        <translation>Setzt dort fort, wo der Lauf unterbrochen wurde, statt neu zu beginnen. Mit der Methode „mesh“ liegt, was von einem Raster von mehr als etwa 8192 x 8192 px fertig ist, in einem Ordner neben der Ausgabe, bis diese geschrieben ist. Raster und Parameter müssen dieselben sein wie zuvor.</translation>
    </message>
    <message>
        <source>The polygons with their class (class, class_name), area (area_m2), perimeter (perimeter_m), number of vertices (n_vertices) and, for probabilities, the mean probability inside (mean_probability). The method 'mesh' adds the IoU of the polygon with its pixels (fidelity, 0 to 1), the maximum distance from the edges of its pixels (max_distance_m) and the kind of outline (status: regular = all angles are right angles, free = other angles too, contour = the outline of the pixels, because no simpler one was found).</source>
        <translation>Die Polygone mit ihrer Klasse (class, class_name), Fläche (area_m2), Umfang (perimeter_m), Anzahl der Stützpunkte (n_vertices) und bei Wahrscheinlichkeiten der mittleren Wahrscheinlichkeit darin (mean_probability). Die Methode „mesh“ fügt den IoU des Polygons mit seinen Pixeln hinzu (fidelity, 0 bis 1), den größten Abstand von den Kanten seiner Pixel (max_distance_m) und die Art des Umrisses (status: regular = alle Winkel sind rechte Winkel, free = auch andere Winkel, contour = der Umriss der Pixel, weil kein einfacherer gefunden wurde).</translation>
    </message>
    <message>
        <source>Refine a class map</source>
        <translation>Klassenkarte verfeinern</translation>
    </message>
    <message>
        <source>Segmentation</source>
        <translation>Segmentierung</translation>
    </message>
    <message>
        <source>Improve a class map from its class probabilities and the image, with any model's or program's probabilities.</source>
        <translation>Verbessert eine Klassenkarte aus ihren Klassenwahrscheinlichkeiten und dem Bild, mit den Wahrscheinlichkeiten eines beliebigen Modells oder Programms.</translation>
    </message>
    <message>
        <source>'calibrate' corrects the probabilities by a temperature and a bias. 'crf' lets classes follow the edges in the image, by a conditional random field (CRF) that compares each pixel with its neighbours up to the radius. Its defaults are mild: the strong ones of the literature remove small objects. 'learned' does so by a small network. 'majority' gives each pixel the most frequent class around it, also in a class map without probabilities. 'fusion' joins several maps of the place.</source>
        <translation>„calibrate“ korrigiert die Wahrscheinlichkeiten durch eine Temperatur und einen Bias. „crf“ lässt die Klassen den Kanten im Bild folgen, durch ein bedingtes Zufallsfeld (CRF), das jedes Pixel mit seinen Nachbarn bis zum Radius vergleicht. Seine Vorgaben sind milde: Die starken aus der Literatur entfernen kleine Objekte. „learned“ tut dies durch ein kleines Netz. „majority“ gibt jedem Pixel die häufigste Klasse um es herum, auch in einer Klassenkarte ohne Wahrscheinlichkeiten. „fusion“ vereint mehrere Karten des Ortes.</translation>
    </message>
    <message>
        <source>All numbers can be fitted on labels with 'Train a refinement', which also measures whether a refinement helps.</source>
        <translation>Alle Zahlen lassen sich mit „Verfeinerung trainieren“ an Labels anpassen; das misst auch, ob eine Verfeinerung hilft.</translation>
    </message>
    <message>
        <source>The result is the same for any tile size, and the memory use is small and constant. Nodata pixels stay nodata. Pixels without an image are only calibrated.</source>
        <translation>Das Ergebnis ist bei jeder Kachelgröße dasselbe, und der Speicherbedarf ist klein und gleichbleibend. NoData-Pixel bleiben NoData. Pixel ohne Bild werden nur kalibriert.</translation>
    </message>
    <message>
        <source>crf</source>
        <translation>crf</translation>
    </message>
    <message>
        <source>conditional random field</source>
        <translation>bedingtes Zufallsfeld</translation>
    </message>
    <message>
        <source>post-processing</source>
        <translation>Nachbearbeitung</translation>
    </message>
    <message>
        <source>calibration</source>
        <translation>Kalibrierung</translation>
    </message>
    <message>
        <source>temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>regularization</source>
        <translation>Regularisierung</translation>
    </message>
    <message>
        <source>A raster with a band for each class, 0 to 1 (bytes: 0 to 255), which sum to 1 at each pixel, such as 'Segment an image' writes. A single band is the probability of the second class of two. For 'majority' also a class map.</source>
        <translation>Ein Raster mit einem Kanal je Klasse, 0 bis 1 (Bytes: 0 bis 255), deren Summe an jedem Pixel 1 ist, wie „Bild segmentieren“ es schreibt. Ein einzelner Kanal ist die Wahrscheinlichkeit der zweiten von zwei Klassen. Für „majority“ auch eine Klassenkarte.</translation>
    </message>
    <message>
        <source>The image that the classes were predicted from, or another image of the place, with any CRS and resolution. 'crf' and 'learned' need it. Default: none.</source>
        <translation>Das Bild, aus dem die Klassen vorhergesagt wurden, oder ein anderes Bild des Ortes, in beliebigem KBS und beliebiger Auflösung. „crf“ und „learned“ brauchen es. Vorgabe: keines.</translation>
    </message>
    <message>
        <source>A model file (.safetensors) from 'Train a refinement', with a method and its numbers. Default: no model, but the numbers below.</source>
        <translation>Eine Modelldatei (.safetensors) aus „Verfeinerung trainieren“, mit einer Methode und ihren Zahlen. Vorgabe: kein Modell, sondern die Zahlen unten.</translation>
    </message>
    <message>
        <source>'calibrate', 'crf', 'learned' (with a model), 'majority' or 'fusion'. 'auto' is the method of the model, without a model 'crf'.</source>
        <translation>„calibrate“, „crf“, „learned“ (mit einem Modell), „majority“ oder „fusion“. „auto“ ist die Methode des Modells, ohne Modell „crf“.</translation>
    </message>
    <message>
        <source>calibrate</source>
        <translation>kalibrieren</translation>
    </message>
    <message>
        <source>majority</source>
        <translation>Mehrheit</translation>
    </message>
    <message>
        <source>fusion</source>
        <translation>Fusion</translation>
    </message>
    <message>
        <source>Other maps</source>
        <translation>Weitere Karten</translation>
    </message>
    <message>
        <source>For 'fusion': further probabilities of the same classes at the same place, with any CRS and resolution. Default: none.</source>
        <translation>Für „fusion“: weitere Wahrscheinlichkeiten derselben Klassen am selben Ort, in beliebigem KBS und beliebiger Auflösung. Vorgabe: keine.</translation>
    </message>
    <message>
        <source>Fusion</source>
        <translation>Fusion</translation>
    </message>
    <message>
        <source>How several maps become one: by the mean of their log-probabilities, or by their votes. With a model, which states how reliable each map is, a vote counts by its recall, or is evidence with the mass of its precision (Dempster-Shafer).</source>
        <translation>Wie mehrere Karten zu einer werden: durch den Mittelwert ihrer Log-Wahrscheinlichkeiten oder durch ihre Stimmen. Mit einem Modell, das angibt, wie zuverlässig jede Karte ist, zählt eine Stimme nach ihrer Trefferquote oder ist Evidenz mit der Masse ihrer Präzision (Dempster-Shafer).</translation>
    </message>
    <message>
        <source>mean log-probability</source>
        <translation>mittlere Log-Wahrscheinlichkeit</translation>
    </message>
    <message>
        <source>votes by recall</source>
        <translation>Stimmen nach Trefferquote</translation>
    </message>
    <message>
        <source>Dempster-Shafer</source>
        <translation>Dempster-Shafer</translation>
    </message>
    <message>
        <source>The bands of the image that are compared. Default: those of the model, without a model all bands but alpha.</source>
        <translation>Die Kanäle des Bildes, die verglichen werden. Vorgabe: die des Modells, ohne Modell alle Kanäle außer Alpha.</translation>
    </message>
    <message>
        <source>For two classes: the probability from which on the second class is chosen. The calibration moves it to 0.5. Default: 0.5.</source>
        <translation>Bei zwei Klassen: die Wahrscheinlichkeit, ab der die zweite Klasse gewählt wird. Die Kalibrierung verschiebt sie auf 0,5. Vorgabe: 0,5.</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>The log-odds are divided by it. A value above 1 lowers probabilities that are too certain, which lets the image change more. Default: 1.</source>
        <translation>Die logarithmierten Chancen werden durch sie geteilt. Ein Wert über 1 senkt zu sichere Wahrscheinlichkeiten, sodass das Bild mehr ändern kann. Vorgabe: 1.</translation>
    </message>
    <message>
        <source>Weight of similar neighbours</source>
        <translation>Gewicht ähnlicher Nachbarn</translation>
    </message>
    <message>
        <source>How strongly neighbours with similar values in the image have the same class. Default: 4.</source>
        <translation>Wie stark Nachbarn mit ähnlichen Werten im Bild dieselbe Klasse haben. Vorgabe: 4.</translation>
    </message>
    <message>
        <source>Reach of similar neighbours (px)</source>
        <translation>Reichweite ähnlicher Nachbarn (px)</translation>
    </message>
    <message>
        <source>The standard deviation of the distance of similar neighbours. Default: 8 px.</source>
        <translation>Die Standardabweichung des Abstands ähnlicher Nachbarn. Vorgabe: 8 px.</translation>
    </message>
    <message>
        <source>Tolerance of values</source>
        <translation>Toleranz der Werte</translation>
    </message>
    <message>
        <source>The standard deviation of the difference between similar values, in quarters of the range of the image's values. Default: 0.15.</source>
        <translation>Die Standardabweichung der Differenz zwischen ähnlichen Werten, in Vierteln des Wertebereichs des Bildes. Vorgabe: 0,15.</translation>
    </message>
    <message>
        <source>Weight of adjacent pixels</source>
        <translation>Gewicht angrenzender Pixel</translation>
    </message>
    <message>
        <source>How strongly adjacent pixels have the same class, whatever the image shows. Default: 2.</source>
        <translation>Wie stark angrenzende Pixel dieselbe Klasse haben, gleich was das Bild zeigt. Vorgabe: 2.</translation>
    </message>
    <message>
        <source>Radius (px)</source>
        <translation>Radius (px)</translation>
    </message>
    <message>
        <source>Neighbours farther away in x or y are not compared. Default: 5 px; for 'majority' 1 px, the radius of a disc.</source>
        <translation>Nachbarn, die in x oder y weiter entfernt sind, werden nicht verglichen. Vorgabe: 5 px; für „majority“ 1 px, der Radius einer Scheibe.</translation>
    </message>
    <message>
        <source>Dilation</source>
        <translation>Dilatation</translation>
    </message>
    <message>
        <source>Only each second (third, ...) pixel up to the radius times 2 (3, ...) is compared. Default: 1.</source>
        <translation>Nur jedes zweite (dritte, ...) Pixel bis zum Radius mal 2 (3, ...) wird verglichen. Vorgabe: 1.</translation>
    </message>
    <message>
        <source>Iterations</source>
        <translation>Iterationen</translation>
    </message>
    <message>
        <source>Number of updates of the CRF's mean field, or of passes of 'majority'. Default: 5; for 'majority' 1.</source>
        <translation>Anzahl der Aktualisierungen des Mean-Field des CRF oder der Durchgänge von „majority“. Vorgabe: 5; für „majority“ 1.</translation>
    </message>
    <message>
        <source>Refined probabilities</source>
        <translation>Verfeinerte Wahrscheinlichkeiten</translation>
    </message>
    <message>
        <source>A GeoTIFF with a band per class: the refined probability of the class at each pixel, 0 to 1. Not for 'majority'.</source>
        <translation>Ein GeoTIFF mit einem Kanal je Klasse: die verfeinerte Wahrscheinlichkeit der Klasse an jedem Pixel, 0 bis 1. Nicht für „majority“.</translation>
    </message>
    <message>
        <source>Share of changed pixels (0 to 1)</source>
        <translation>Anteil veränderter Pixel (0 bis 1)</translation>
    </message>
    <message>
        <source>The share of the valid pixels whose most probable class changed, 0 to 1.</source>
        <translation>Der Anteil der gültigen Pixel, deren wahrscheinlichste Klasse sich geändert hat, 0 bis 1.</translation>
    </message>
    <message>
        <source>Regularize polygons</source>
        <translation>Polygone regularisieren</translation>
    </message>
    <message>
        <source>Redraw ragged polygons with few vertices, straight edges and right angles.</source>
        <translation>Zeichnet ausgefranste Polygone mit wenigen Stützpunkten, geraden Kanten und rechten Winkeln neu.</translation>
    </message>
    <message>
        <source>Use it for outlines that were traced from pixels, simplified badly or drawn by hand. All polygons are processed together: neighbours keep their common edges, and polygons keep their holes, their attributes and the gaps between them. Edges get common directions and right angles where that fits; round and oblique shapes are kept. A polygon that is already regular, and would not get fewer vertices, is not changed. Angles and distances are measured on the ground, in any CRS.</source>
        <translation>Für Umrisse, die aus Pixeln nachgezeichnet, schlecht vereinfacht oder von Hand gezeichnet wurden. Alle Polygone werden gemeinsam verarbeitet: Nachbarn behalten ihre gemeinsamen Kanten, und Polygone behalten ihre Löcher, ihre Attribute und die Lücken zwischen ihnen. Kanten erhalten gemeinsame Richtungen und rechte Winkel, wo das passt; runde und schräge Formen bleiben erhalten. Ein Polygon, das schon regelmäßig ist und nicht weniger Stützpunkte erhielte, wird nicht verändert. Winkel und Abstände werden am Boden gemessen, in jedem KBS.</translation>
    </message>
    <message>
        <source>Invalid polygons are repaired. Where polygons overlap, the first one keeps the area. The log reports how many of each. 'Edit features in-place' of the Toolbox replaces the polygons in their own layer, all or the selected ones, as one step that can be undone. Save other edits before: when it is cancelled, QGIS takes back all that are not saved.</source>
        <translation>Ungültige Polygone werden repariert. Wo sich Polygone überlappen, behält das erste die Fläche. Das Protokoll nennt jeweils die Anzahl. „Objekte insitu ändern“ der Verarbeitungswerkzeuge ersetzt die Polygone in ihrem eigenen Layer, alle oder die gewählten, in einem Schritt, der rückgängig gemacht werden kann. Andere Änderungen vorher speichern: Beim Abbrechen nimmt QGIS alle zurück, die nicht gespeichert sind.</translation>
    </message>
    <message>
        <source>generalize</source>
        <translation>generalisieren</translation>
    </message>
    <message>
        <source>orthogonalize</source>
        <translation>rechtwinklig machen</translation>
    </message>
    <message>
        <source>square</source>
        <translation>rechteckig</translation>
    </message>
    <message>
        <source>right angle</source>
        <translation>rechter Winkel</translation>
    </message>
    <message>
        <source>smooth</source>
        <translation>glätten</translation>
    </message>
    <message>
        <source>The polygons to redraw, all or only the selected ones.</source>
        <translation>Die neu zu zeichnenden Polygone, alle oder nur die gewählten.</translation>
    </message>
    <message>
        <source>Gives edges common directions and right angles where that fits.</source>
        <translation>Gibt Kanten gemeinsame Richtungen und rechte Winkel, wo das passt.</translation>
    </message>
    <message>
        <source>Maximum distance between a new outline and the old one. Steps and notches up to this size can be removed. Use about two pixels of the image that the polygons were traced from.</source>
        <translation>Größter Abstand zwischen einem neuen Umriss und dem alten. Stufen und Kerben bis zu dieser Größe können entfernt werden. Etwa zwei Pixel des Bildes verwenden, aus dem die Polygone nachgezeichnet wurden.</translation>
    </message>
    <message>
        <source>Pixel size of the traced image (m)</source>
        <translation>Pixelgröße des nachgezeichneten Bildes (m)</translation>
    </message>
    <message>
        <source>Pixel size of the image that the polygons were traced from. Default: half of the maximum deviation.</source>
        <translation>Pixelgröße des Bildes, aus dem die Polygone nachgezeichnet wurden. Vorgabe: die Hälfte der größten Abweichung.</translation>
    </message>
    <message>
        <source>Penalty for each vertex. A vertex is kept only if it corrects at least this area, in pixels of the traced image. Higher values give fewer vertices. The default suits most polygons.</source>
        <translation>Strafwert für jeden Stützpunkt. Ein Stützpunkt bleibt nur, wenn er mindestens diese Fläche berichtigt, in Pixeln des nachgezeichneten Bildes. Höhere Werte ergeben weniger Stützpunkte. Die Vorgabe passt zu den meisten Polygonen.</translation>
    </message>
    <message>
        <source>How strongly edges are aligned to the main directions of the polygon: the penalty for each pixel of an edge in any other direction. Higher values give more right angles.</source>
        <translation>Wie stark Kanten an den Hauptrichtungen des Polygons ausgerichtet werden: der Strafwert für jedes Pixel einer Kante in anderer Richtung. Höhere Werte ergeben mehr rechte Winkel.</translation>
    </message>
    <message>
        <source>Regularized polygons</source>
        <translation>Regularisierte Polygone</translation>
    </message>
    <message>
        <source>The polygons with their fields, the kind of outline (status: regular = all angles are right angles, free = other angles too, contour = unchanged, because no simpler outline was found), the number of vertices (n_vertices) and the maximum distance from the old outline (max_distance_m).</source>
        <translation>Die Polygone mit ihren Feldern, der Art des Umrisses (status: regular = alle Winkel sind rechte Winkel, free = auch andere Winkel, contour = unverändert, weil kein einfacherer Umriss gefunden wurde), der Anzahl der Stützpunkte (n_vertices) und dem größten Abstand vom alten Umriss (max_distance_m).</translation>
    </message>
    <message>
        <source>Remove the engine</source>
        <translation>Rechenkern entfernen</translation>
    </message>
    <message>
        <source>Remove the engine that 'Set up the engine' made in your QGIS profile, to free its space on the disk.</source>
        <translation>Entfernt den Rechenkern, den „Rechenkern einrichten“ im QGIS-Profil angelegt hat, um seinen Platz auf der Festplatte freizugeben.</translation>
    </message>
    <message>
        <source>Models, maps and settings stay. EO Deep can be used again after another set-up.</source>
        <translation>Modelle, Karten und Einstellungen bleiben. Nach erneutem Einrichten kann EO Deep wieder verwendet werden.</translation>
    </message>
    <message>
        <source>uninstall</source>
        <translation>deinstallieren</translation>
    </message>
    <message>
        <source>delete</source>
        <translation>löschen</translation>
    </message>
    <message>
        <source>environment</source>
        <translation>Umgebung</translation>
    </message>
    <message>
        <source>disk</source>
        <translation>Festplatte</translation>
    </message>
    <message>
        <source>space</source>
        <translation>Speicherplatz</translation>
    </message>
    <message>
        <source>Freed space (GB)</source>
        <translation>Freigegebener Platz (GB)</translation>
    </message>
    <message>
        <source>What the engine's files took on the disk; 0 if there was no engine.</source>
        <translation>Was die Dateien des Rechenkerns auf der Festplatte belegten; 0, wenn es keinen Rechenkern gab.</translation>
    </message>
    <message>
        <source>Segment an image</source>
        <translation>Bild segmentieren</translation>
    </message>
    <message>
        <source>Classify every pixel of an image of any size, without seams.</source>
        <translation>Klassifiziert jedes Pixel eines beliebig großen Bildes, ohne Nähte.</translation>
    </message>
    <message>
        <source>The image is processed tile by tile. Each tile is read with all the surroundings that the network needs, so the result is the same as for the whole image at once, and the memory use is small and constant. Nodata pixels stay nodata. The class map has the colours that are stored in the model.</source>
        <translation>Das Bild wird Kachel für Kachel verarbeitet. Jede Kachel wird mit der ganzen Umgebung gelesen, die das Netz braucht; das Ergebnis ist daher dasselbe wie für das ganze Bild auf einmal, und der Speicherbedarf ist klein und gleichbleibend. NoData-Pixel bleiben NoData. Die Klassenkarte hat die Farben, die im Modell gespeichert sind.</translation>
    </message>
    <message>
        <source>classify</source>
        <translation>klassifizieren</translation>
    </message>
    <message>
        <source>semantic segmentation</source>
        <translation>semantische Segmentierung</translation>
    </message>
    <message>
        <source>predict</source>
        <translation>vorhersagen</translation>
    </message>
    <message>
        <source>inference</source>
        <translation>Inferenz</translation>
    </message>
    <message>
        <source>roads</source>
        <translation>Straßen</translation>
    </message>
    <message>
        <source>The image to classify: any raster that GDAL reads, of any size and data type.</source>
        <translation>Das zu klassifizierende Bild: jedes Raster, das GDAL liest, beliebig groß und mit beliebigem Datentyp.</translation>
    </message>
    <message>
        <source>A model file (.safetensors) from 'Train a segmentation model'. It contains the bands, the resolution, the scaling of the values and the classes.</source>
        <translation>Eine Modelldatei (.safetensors) aus „Segmentierung trainieren“. Sie enthält die Kanäle, die Auflösung, die Skalierung der Werte und die Klassen.</translation>
    </message>
    <message>
        <source>Numbers of the images</source>
        <translation>Zahlen der Bilder</translation>
    </message>
    <message>
        <source>For a model that was trained with numbers of the images: 'sun elevation = 34.2; day of year = 289'. Default: none.</source>
        <translation>Für ein Modell, das mit Zahlen der Bilder trainiert wurde: „sun elevation = 34.2; day of year = 289“. Vorgabe: keine.</translation>
    </message>
    <message>
        <source>Confidence map</source>
        <translation>Konfidenzkarte</translation>
    </message>
    <message>
        <source>A GeoTIFF that shows where the image resembles the training images of the model, as the share of their pixels that are less likely (a percentile, 0 to 1). Do not trust the classes where it is below about 0.01: the model has hardly seen such a place. Models of older versions have no confidence. The test-time augmentation does not change it.</source>
        <translation>Ein GeoTIFF, das zeigt, wo das Bild den Trainingsbildern des Modells ähnelt, als Anteil ihrer Pixel, die weniger wahrscheinlich sind (ein Perzentil, 0 bis 1). Den Klassen nicht trauen, wo es unter etwa 0,01 liegt: Das Modell hat eine solche Stelle kaum je gesehen. Modelle älterer Versionen haben keine Konfidenz. Die Augmentierung bei der Anwendung ändert sie nicht.</translation>
    </message>
    <message>
        <source>Segment without training data</source>
        <translation>Ohne Trainingsdaten segmentieren</translation>
    </message>
    <message>
        <source>Divide an image, or several dates of one place, into classes that look alike, without training data (k-means).</source>
        <translation>Teilt ein Bild oder mehrere Zeitpunkte eines Ortes in Klassen, die ähnlich aussehen, ohne Trainingsdaten (k-Means).</translation>
    </message>
    <message>
        <source>The classes have no meaning of their own: name, join or correct them afterwards, or use them as strata. With hand features, cells of 8 px are grouped, and the edges of the classes then follow those of the image. Of several dates, each cell has the mean of its features over the dates that show it.</source>
        <translation>Die Klassen haben keine eigene Bedeutung: danach benennen, zusammenfassen oder berichtigen, oder als Schichten einer Stichprobe verwenden. Mit von Hand entworfenen Merkmalen werden Zellen von 8 px gruppiert, und die Kanten der Klassen folgen dann denen des Bildes. Bei mehreren Zeitpunkten hat jede Zelle den Mittelwert ihrer Merkmale über die Zeitpunkte, die sie zeigen.</translation>
    </message>
    <message>
        <source>k-means</source>
        <translation>k-Means</translation>
    </message>
    <message>
        <source>clustering</source>
        <translation>Clusteranalyse</translation>
    </message>
    <message>
        <source>unsupervised</source>
        <translation>unüberwacht</translation>
    </message>
    <message>
        <source>isodata</source>
        <translation>isodata</translation>
    </message>
    <message>
        <source>strata</source>
        <translation>Schichten</translation>
    </message>
    <message>
        <source>The image to divide, or images of one place at different dates, which are divided as one.</source>
        <translation>Das zu teilende Bild, oder Bilder eines Ortes von verschiedenen Zeitpunkten, die gemeinsam geteilt werden.</translation>
    </message>
    <message>
        <source>The date of each image, in the order of the images and separated by semicolons, for example '2019-06-01; 2019-08-15'. Default: those in the names of the files, or in their tags.</source>
        <translation>Das Datum jedes Bildes, in der Reihenfolge der Bilder und durch Semikolons getrennt, zum Beispiel „2019-06-01; 2019-08-15“. Vorgabe: die in den Dateinamen oder in den Tags der Dateien.</translation>
    </message>
    <message>
        <source>Polygons outside which nothing is classified. Default: everywhere.</source>
        <translation>Polygone, außerhalb derer nichts klassifiziert wird. Vorgabe: überall.</translation>
    </message>
    <message>
        <source>A model of a series of images, whose code of the place is grouped instead of the features. Default: none.</source>
        <translation>Ein Modell einer Bildzeitreihe, dessen Code des Ortes statt der Merkmale gruppiert wird. Vorgabe: keines.</translation>
    </message>
    <message>
        <source>Without a model. 'hand': means, deviations, detail and anisotropy of cells of 8 px. 'bands': the bands of each pixel, in standard deviations. 'embedding': bands that are one vector for each pixel, whose directions count; scales and offsets of the bands are applied.</source>
        <translation>Ohne Modell. „hand“: Mittelwerte, Abweichungen, Details und Anisotropie von Zellen von 8 px. „bands“: die Kanäle jedes Pixels, in Standardabweichungen. „embedding“: Kanäle, die für jedes Pixel ein Vektor sind, dessen Richtungen zählen; Skalierungen und Versätze der Kanäle werden angewandt.</translation>
    </message>
    <message>
        <source>Number of classes</source>
        <translation>Anzahl der Klassen</translation>
    </message>
    <message>
        <source>2 to 30, or 'auto': the number before the largest drop of the silhouette among 2 to 15.</source>
        <translation>2 bis 30, oder „auto“: die Anzahl vor dem größten Abfall der Silhouette unter 2 bis 15.</translation>
    </message>
    <message>
        <source>Side of the window over which features are averaged. With hand features and models a multiple of 8. Default: 64 with hand features, 8 with a model, else 1.</source>
        <translation>Seite des Fensters, über das Merkmale gemittelt werden. Bei von Hand entworfenen Merkmalen und Modellen ein Vielfaches von 8. Vorgabe: 64 bei von Hand entworfenen Merkmalen, 8 mit einem Modell, sonst 1.</translation>
    </message>
    <message>
        <source>Smaller regions join the neighbour with the longest common border. Without CRS in pixels.</source>
        <translation>Kleinere Regionen gehen im Nachbarn mit der längsten gemeinsamen Grenze auf. Ohne KBS in Pixeln.</translation>
    </message>
    <message>
        <source>The same seed on the same computer gives the same model.</source>
        <translation>Derselbe Startwert ergibt auf demselben Computer dasselbe Modell.</translation>
    </message>
    <message>
        <source>Known centres</source>
        <translation>Bekannte Zentren</translation>
    </message>
    <message>
        <source>The centres of classes that an earlier run wrote: the image gets these classes, by the scaling of the bands of that run. The number of classes must then be 'auto' or theirs. Default: new classes.</source>
        <translation>Die Klassenzentren, die ein früherer Lauf geschrieben hat: Das Bild erhält diese Klassen, mit der Skalierung der Kanäle jenes Laufs. Die Anzahl der Klassen muss dann „auto“ oder deren Anzahl sein. Vorgabe: neue Klassen.</translation>
    </message>
    <message>
        <source>A GeoTIFF with classes from 1, the most frequent one first; 255 is nodata.</source>
        <translation>Ein GeoTIFF mit Klassen ab 1, die häufigste zuerst; 255 ist NoData.</translation>
    </message>
    <message>
        <source>Distance to the centre</source>
        <translation>Abstand vom Zentrum</translation>
    </message>
    <message>
        <source>A GeoTIFF with the distance of each pixel's features from the centre of its class, in standard deviations. Of several dates the second band is how many show the pixel.</source>
        <translation>Ein GeoTIFF mit dem Abstand der Merkmale jedes Pixels vom Zentrum seiner Klasse, in Standardabweichungen. Bei mehreren Zeitpunkten gibt der zweite Kanal an, wie viele das Pixel zeigen.</translation>
    </message>
    <message>
        <source>Centres of the classes</source>
        <translation>Zentren der Klassen</translation>
    </message>
    <message>
        <source>A small file (JSON) by which another image gets the same classes, as its known centres.</source>
        <translation>Eine kleine Datei (JSON), mit der ein anderes Bild dieselben Klassen erhält, als seine bekannten Zentren.</translation>
    </message>
    <message>
        <source>Class centres</source>
        <translation>Klassenzentren</translation>
    </message>
    <message>
        <source>An HTML page with the sizes and centres of the classes and, with 'auto', the silhouettes by their number.</source>
        <translation>Eine HTML-Seite mit den Größen und Zentren der Klassen und, bei „auto“, den Silhouetten nach ihrer Anzahl.</translation>
    </message>
    <message>
        <source>Select samples</source>
        <translation>Stichproben auswählen</translation>
    </message>
    <message>
        <source>Select labelled pixels of images as samples for training, validation and test.</source>
        <translation>Wählt Pixel mit Label aus Bildern als Stichproben für Training, Validierung und Test aus.</translation>
    </message>
    <message>
        <source>The strategy decides how many samples of each class are selected, the sampler which ones. The same seed gives the same samples on every computer. Validation and test samples lie in polygons, or in blocks of the image, of their own: pixels next to training pixels would give an accuracy that is too high.</source>
        <translation>Die Strategie bestimmt, wie viele Stichproben jeder Klasse ausgewählt werden, das Stichprobenverfahren, welche. Derselbe Startwert ergibt auf jedem Computer dieselben Stichproben. Stichproben für Validierung und Test liegen in eigenen Polygonen oder Blöcken des Bildes: Pixel neben Trainingspixeln ergäben eine zu hohe Genauigkeit.</translation>
    </message>
    <message>
        <source>Pixels that are nodata in any band of their image are left out, and the log reports how many, as it does for pixels in several classes and features outside the images. 'Extract samples' adds the values of rasters to the points.</source>
        <translation>Pixel, die in einem Kanal ihres Bildes NoData sind, werden ausgelassen, und das Protokoll nennt ihre Anzahl, ebenso bei Pixeln in mehreren Klassen und Objekten außerhalb der Bilder. „Stichproben extrahieren“ fügt den Punkten die Werte von Rastern hinzu.</translation>
    </message>
    <message>
        <source>random points</source>
        <translation>Zufallspunkte</translation>
    </message>
    <message>
        <source>stratified</source>
        <translation>geschichtet</translation>
    </message>
    <message>
        <source>split</source>
        <translation>Aufteilung</translation>
    </message>
    <message>
        <source>One or more images whose pixels become samples.</source>
        <translation>Ein oder mehrere Bilder, deren Pixel zu Stichproben werden.</translation>
    </message>
    <message>
        <source>The ground truth: polygons, lines, points or class rasters, in any CRS. Either one layer for all images, or one layer for each image in the same order. A pixel belongs to a polygon that holds its centre, to a line that touches it, and to a point that lies in it.</source>
        <translation>Die Referenzdaten: Polygone, Linien, Punkte oder Klassenraster, in beliebigem KBS. Entweder ein Layer für alle Bilder oder ein Layer je Bild in derselben Reihenfolge. Ein Pixel gehört zu einem Polygon, das seine Mitte enthält, zu einer Linie, die es berührt, und zu einem Punkt, der in ihm liegt.</translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation>Strategie</translation>
    </message>
    <message>
        <source>How many samples: 'smallest' = as many of each class as the smallest class has; 'constant' = the count of each class; 'percent' = this percentage of each class; 'total' = the count in all, in the proportions of the classes; 'byclass' = as the class table lists; 'all' = all pixels (at most 2,000,000).</source>
        <translation>Wie viele Stichproben: „smallest“ = so viele jeder Klasse, wie die kleinste Klasse hat; „constant“ = die Anzahl für jede Klasse; „percent“ = dieser Prozentsatz jeder Klasse; „total“ = die Anzahl insgesamt, im Verhältnis der Klassen; „byclass“ = wie in der Klassentabelle; „all“ = alle Pixel (höchstens 2.000.000).</translation>
    </message>
    <message>
        <source>smallest</source>
        <translation>kleinste Klasse</translation>
    </message>
    <message>
        <source>constant</source>
        <translation>konstant</translation>
    </message>
    <message>
        <source>percent</source>
        <translation>Prozent</translation>
    </message>
    <message>
        <source>total</source>
        <translation>gesamt</translation>
    </message>
    <message>
        <source>byclass</source>
        <translation>nach Klasse</translation>
    </message>
    <message>
        <source>Count or percentage</source>
        <translation>Anzahl oder Prozentsatz</translation>
    </message>
    <message>
        <source>For the strategies 'constant' and 'total' a number of samples, for 'percent' a percentage. Default: 1000 samples, or 50 %.</source>
        <translation>Für die Strategien „constant“ und „total“ eine Anzahl von Stichproben, für „percent“ ein Prozentsatz. Vorgabe: 1000 Stichproben oder 50 %.</translation>
    </message>
    <message>
        <source>Class table</source>
        <translation>Klassentabelle</translation>
    </message>
    <message>
        <source>For the strategy 'byclass': a text file with a class and a number of samples on each line, with a tab, a semicolon, a comma or a space between them. Lines that start with # are comments. Default: no table.</source>
        <translation>Für die Strategie „byclass“: eine Textdatei mit einer Klasse und einer Anzahl von Stichproben in jeder Zeile, getrennt durch Tabulator, Semikolon, Komma oder Leerzeichen. Zeilen, die mit # beginnen, sind Kommentare. Vorgabe: keine Tabelle.</translation>
    </message>
    <message>
        <source>Sampler</source>
        <translation>Stichprobenverfahren</translation>
    </message>
    <message>
        <source>Which pixels: 'random' = at random, where more samples include fewer ones with the same seed; 'regular' = at equal distances in the order of the image's rows; 'spread' = at random, but with a minimum distance between samples of the same class.</source>
        <translation>Welche Pixel: „random“ = zufällig, wobei mehr Stichproben bei demselben Startwert weniger einschließen; „regular“ = in gleichen Abständen in der Reihenfolge der Bildzeilen; „spread“ = zufällig, aber mit einem kleinsten Abstand zwischen Stichproben derselben Klasse.</translation>
    </message>
    <message>
        <source>random</source>
        <translation>zufällig</translation>
    </message>
    <message>
        <source>regular</source>
        <translation>regelmäßig</translation>
    </message>
    <message>
        <source>spread</source>
        <translation>verteilt</translation>
    </message>
    <message>
        <source>For the sampler 'spread': samples of the same class are at least this far apart. Default: a distance at which the wanted number of samples fits into the class.</source>
        <translation>Für das Verfahren „spread“: Stichproben derselben Klasse sind mindestens so weit voneinander entfernt. Vorgabe: ein Abstand, bei dem die gewünschte Anzahl von Stichproben in die Klasse passt.</translation>
    </message>
    <message>
        <source>Share of the samples of each class for validation, in whole polygons or lines, or in blocks where labels are points or rasters. At least 40 % of each class are for training.</source>
        <translation>Anteil der Stichproben jeder Klasse für die Validierung, in ganzen Polygonen oder Linien, oder in Blöcken, wo die Labels Punkte oder Raster sind. Mindestens 40 % jeder Klasse sind für das Training.</translation>
    </message>
    <message>
        <source>Share of the samples of each class for a final test, chosen in the same way.</source>
        <translation>Anteil der Stichproben jeder Klasse für einen abschließenden Test, auf dieselbe Weise gewählt.</translation>
    </message>
    <message>
        <source>Block size (px)</source>
        <translation>Blockgröße (px)</translation>
    </message>
    <message>
        <source>Side length of the blocks that are for training, validation or test as a whole, where labels are points or rasters.</source>
        <translation>Seitenlänge der Blöcke, die als Ganzes für Training, Validierung oder Test sind, wo die Labels Punkte oder Raster sind.</translation>
    </message>
    <message>
        <source>Only pixels with their centre inside these polygons (in any CRS) are selected. Default: all pixels.</source>
        <translation>Nur Pixel, deren Mitte innerhalb dieser Polygone (in beliebigem KBS) liegt, werden ausgewählt. Vorgabe: alle Pixel.</translation>
    </message>
    <message>
        <source>Pixels in features of several classes: 'leave out' = they are no samples; 'keep' = they can be a sample of each feature, as in the Orfeo ToolBox.</source>
        <translation>Pixel in Objekten mehrerer Klassen: „leave out“ = sie sind keine Stichproben; „keep“ = sie können eine Stichprobe jedes Objekts sein, wie in der Orfeo ToolBox.</translation>
    </message>
    <message>
        <source>Minimum per class</source>
        <translation>Mindestzahl je Klasse</translation>
    </message>
    <message>
        <source>Number of samples that each class gets at least, if it has as many pixels.</source>
        <translation>Anzahl der Stichproben, die jede Klasse mindestens erhält, wenn sie so viele Pixel hat.</translation>
    </message>
    <message>
        <source>Distribution over images</source>
        <translation>Verteilung auf die Bilder</translation>
    </message>
    <message>
        <source>How the samples of a class are distributed over several images: 'proportional' = to its pixels in each image; 'equal' = the same number in each image; 'custom' = by the strategy with a count for each image.</source>
        <translation>Wie die Stichproben einer Klasse auf mehrere Bilder verteilt werden: „proportional“ = nach ihren Pixeln in jedem Bild; „equal“ = dieselbe Anzahl in jedem Bild; „custom“ = nach der Strategie mit einer Anzahl für jedes Bild.</translation>
    </message>
    <message>
        <source>proportional</source>
        <translation>anteilig</translation>
    </message>
    <message>
        <source>equal</source>
        <translation>gleich</translation>
    </message>
    <message>
        <source>custom</source>
        <translation>eigene</translation>
    </message>
    <message>
        <source>Counts of the images</source>
        <translation>Anzahlen der Bilder</translation>
    </message>
    <message>
        <source>For the distribution 'custom': a count or percentage for each image, separated by commas. Default: none.</source>
        <translation>Für die Verteilung „custom“: eine Anzahl oder ein Prozentsatz für jedes Bild, durch Kommas getrennt. Vorgabe: keine.</translation>
    </message>
    <message>
        <source>Another seed gives other random samples, and another split.</source>
        <translation>Ein anderer Startwert ergibt andere zufällige Stichproben und eine andere Aufteilung.</translation>
    </message>
    <message>
        <source>Points in the centres of the pixels, or where the labels have points: class, value (the class as a whole number), polygon (the number of the feature), part (training, validation or test), image, row and column.</source>
        <translation>Punkte in den Pixelmitten, oder dort, wo die Labels Punkte haben: class, value (die Klasse als ganze Zahl), polygon (die Nummer des Objekts), part (training, validation oder test), image, row und column.</translation>
    </message>
    <message>
        <source>Rejected pixels</source>
        <translation>Verworfene Pixel</translation>
    </message>
    <message>
        <source>Points with the reason why a labelled pixel or a feature gave no sample: nodata, several classes, outside the area or the images, too close to another sample. At most 10,000 for each reason.</source>
        <translation>Punkte mit dem Grund, aus dem ein Pixel mit Label oder ein Objekt keine Stichprobe ergab: NoData, mehrere Klassen, außerhalb des Gebiets oder der Bilder, zu nah an einer anderen Stichprobe. Höchstens 10.000 für jeden Grund.</translation>
    </message>
    <message>
        <source>A CSV file with the pixels, the wanted and the selected samples of each class.</source>
        <translation>Eine CSV-Datei mit den Pixeln, den gewünschten und den ausgewählten Stichproben jeder Klasse.</translation>
    </message>
    <message>
        <source>Number of samples.</source>
        <translation>Anzahl der Stichproben.</translation>
    </message>
    <message>
        <source>Training samples</source>
        <translation>Trainingsstichproben</translation>
    </message>
    <message>
        <source>Number of samples for training.</source>
        <translation>Anzahl der Stichproben für das Training.</translation>
    </message>
    <message>
        <source>Validation samples</source>
        <translation>Validierungsstichproben</translation>
    </message>
    <message>
        <source>Number of samples for validation.</source>
        <translation>Anzahl der Stichproben für die Validierung.</translation>
    </message>
    <message>
        <source>Test samples</source>
        <translation>Teststichproben</translation>
    </message>
    <message>
        <source>Number of samples for the test.</source>
        <translation>Anzahl der Stichproben für den Test.</translation>
    </message>
    <message>
        <source>Set up the engine</source>
        <translation>Rechenkern einrichten</translation>
    </message>
    <message>
        <source>Set up or repair the engine: the Python environment in which EO Deep runs its networks.</source>
        <translation>Richtet den Rechenkern ein oder repariert ihn: die Python-Umgebung, in der EO Deep seine Netze ausführt.</translation>
    </message>
    <message>
        <source>Run it once. The environment is created in your QGIS profile; the Python of QGIS and other programs are not changed. The download from the Python package index is about 1 GB (several GB if PyTorch includes CUDA), and the environment needs 2 to 8 GB on the disk. A complete environment is only checked; an incomplete one is created again.</source>
        <translation>Einmal ausführen. Die Umgebung wird im QGIS-Profil angelegt; das Python von QGIS und andere Programme werden nicht verändert. Aus dem Python-Paketindex wird etwa 1 GB heruntergeladen (mehrere GB, wenn PyTorch CUDA enthält), und die Umgebung braucht 2 bis 8 GB auf der Festplatte. Eine vollständige Umgebung wird nur geprüft; eine unvollständige wird neu angelegt.</translation>
    </message>
    <message>
        <source>dependencies</source>
        <translation>Abhängigkeiten</translation>
    </message>
    <message>
        <source>venv</source>
        <translation>venv</translation>
    </message>
    <message>
        <source>pip</source>
        <translation>pip</translation>
    </message>
    <message>
        <source>Package index (URL)</source>
        <translation>Paketindex (URL)</translation>
    </message>
    <message>
        <source>A package index to use first, for example a mirror of your organization, or PyTorch's index for a certain CUDA version. Packages that it does not have are taken from the standard index, and the log reports this. Default: only the standard index.</source>
        <translation>Ein zuerst zu verwendender Paketindex, zum Beispiel ein Spiegel der eigenen Organisation oder der Index von PyTorch für eine bestimmte CUDA-Version. Pakete, die er nicht hat, werden aus dem Standardindex genommen, und das Protokoll nennt dies. Vorgabe: nur der Standardindex.</translation>
    </message>
    <message>
        <source>Wheelhouse (folder of packages)</source>
        <translation>Wheelhouse (Ordner mit Paketen)</translation>
    </message>
    <message>
        <source>For computers without network: a folder with all packages as wheels. Create it on a computer with network, the same operating system and the same Python version: 'python3 -m pip download -r requirements.txt -d wheelhouse', with the requirements.txt of the plugin. Default: packages are downloaded.</source>
        <translation>Für Computer ohne Netzwerk: ein Ordner mit allen Paketen als Wheels. Auf einem Computer mit Netzwerk, demselben Betriebssystem und derselben Python-Version anlegen: „python3 -m pip download -r requirements.txt -d wheelhouse“, mit der requirements.txt der Erweiterung. Vorgabe: Pakete werden heruntergeladen.</translation>
    </message>
    <message>
        <source>Create again even if it is complete</source>
        <translation>Neu anlegen, auch wenn vollständig</translation>
    </message>
    <message>
        <source>Removes the environment and creates it again, for example to change from a CPU build of PyTorch to a CUDA build.</source>
        <translation>Entfernt die Umgebung und legt sie neu an, zum Beispiel um von einem CPU-Build von PyTorch auf einen CUDA-Build zu wechseln.</translation>
    </message>
    <message>
        <source>Packages for ONNX models</source>
        <translation>Pakete für ONNX-Modelle</translation>
    </message>
    <message>
        <source>Adds the packages that 'Import a model (ONNX)' and 'Export a model (ONNX)' need, about 40 MB; also to a complete environment. Once added, they stay. A wheelhouse needs them, too: '-r requirements-onnx.txt'.</source>
        <translation>Fügt die Pakete hinzu, die „Modell importieren (ONNX)“ und „Modell exportieren (ONNX)“ brauchen, etwa 40 MB; auch einer vollständigen Umgebung. Einmal hinzugefügt, bleiben sie. Ein Wheelhouse braucht sie ebenfalls: „-r requirements-onnx.txt“.</translation>
    </message>
    <message>
        <source>Packages for several GPUs and clusters</source>
        <translation>Pakete für mehrere GPUs und Rechencluster</translation>
    </message>
    <message>
        <source>Adds the packages that the parameter 'Cluster' of the algorithms needs, about 30 MB; also to a complete environment. Once added, they stay. A wheelhouse needs them, too: '-r requirements-cluster.txt'.</source>
        <translation>Fügt die Pakete hinzu, die der Parameter „Rechencluster“ der Algorithmen braucht, etwa 30 MB; auch einer vollständigen Umgebung. Einmal hinzugefügt, bleiben sie. Ein Wheelhouse braucht sie ebenfalls: „-r requirements-cluster.txt“.</translation>
    </message>
    <message>
        <source>The Python interpreter of the engine.</source>
        <translation>Der Python-Interpreter des Rechenkerns.</translation>
    </message>
    <message>
        <source>Super-resolve an image</source>
        <translation>Bildauflösung erhöhen</translation>
    </message>
    <message>
        <source>Make an image of any size finer, so that its values average back to the measured ones.</source>
        <translation>Macht ein beliebig großes Bild feiner; im Mittel ergeben seine Werte wieder die gemessenen.</translation>
    </message>
    <message>
        <source>The image is enlarged by a network, or without a model by bicubic interpolation, and then corrected: a sensor with the pixels of the image would see the output as the image, to half a digital number, at its edges and beside nodata too. The result has no seams at any size. Nodata pixels stay nodata.</source>
        <translation>Das Bild wird durch ein Netz vergrößert, oder ohne Modell durch bikubische Interpolation, und dann korrigiert: Ein Sensor mit den Pixeln des Bildes sähe die Ausgabe als das Bild, auf einen halben Digitalwert genau, auch an seinen Rändern und neben NoData. Das Ergebnis hat bei keiner Größe Nähte. NoData-Pixel bleiben NoData.</translation>
    </message>
    <message>
        <source>Detail finer than the pixels of the image is a guess: without a model the smoothest one, with a model one learned from other places. It is helpful to look at, but do not count, measure or date objects in it, and do not use it as input of other models without a test. The expected error shows where it is least certain.</source>
        <translation>Details, die feiner als die Pixel des Bildes sind, sind eine Vermutung: ohne Modell die glatteste, mit Modell eine an anderen Orten gelernte. Sie helfen beim Betrachten, aber darin keine Objekte zählen, messen oder datieren und das Bild nicht ungeprüft als Eingabe anderer Modelle verwenden. Der erwartete Fehler zeigt, wo sie am unsichersten sind.</translation>
    </message>
    <message>
        <source>A ratio other than the model's, or without a model one that is no whole number (such as 10 m to 1.5 m), is served by resampling the output once; the values then average back approximately. Where the range of an integer data type cuts values off, the pixels around make up for it as far as they can. Where pixels at the end of the range, such as 255 of 255, border on quite other ones, values around may be off by more: on an aerial image of 8 bits one value in 400, the worst by 5. Mostly no image of that type could keep them.</source>
        <translation>Ein anderes Verhältnis als das des Modells, oder ohne Modell eines, das keine ganze Zahl ist (etwa 10 m zu 1,5 m), wird durch einmaliges Neuabtasten der Ausgabe erreicht; die Werte ergeben die gemessenen dann im Mittel nur näherungsweise. Wo der Bereich eines ganzzahligen Datentyps Werte abschneidet, gleichen die Pixel ringsum dies aus, soweit sie können. Wo Pixel am Ende des Bereichs, etwa 255 von 255, an ganz andere grenzen, können Werte ringsum stärker abweichen: auf einem Luftbild mit 8 Bit einer von 400 Werten, der schlechteste um 5. Meist könnte kein Bild dieses Typs sie einhalten.</translation>
    </message>
    <message>
        <source>sharpen</source>
        <translation>schärfen</translation>
    </message>
    <message>
        <source>upsampling</source>
        <translation>Hochskalierung</translation>
    </message>
    <message>
        <source>enlarge</source>
        <translation>vergrößern</translation>
    </message>
    <message>
        <source>resample</source>
        <translation>neu abtasten</translation>
    </message>
    <message>
        <source>pixel size</source>
        <translation>Pixelgröße</translation>
    </message>
    <message>
        <source>bicubic</source>
        <translation>bikubisch</translation>
    </message>
    <message>
        <source>downscaling</source>
        <translation>Downscaling</translation>
    </message>
    <message>
        <source>The image to make finer: any raster that GDAL reads, of any size and data type.</source>
        <translation>Das zu verfeinernde Bild: jedes Raster, das GDAL liest, beliebig groß und mit beliebigem Datentyp.</translation>
    </message>
    <message>
        <source>A model file (.safetensors) from 'Train a super-resolution model'. Default: no network, bicubic interpolation that is corrected in the same way.</source>
        <translation>Eine Modelldatei (.safetensors) aus „Superauflösung trainieren“. Vorgabe: kein Netz, sondern bikubische Interpolation, die auf dieselbe Weise korrigiert wird.</translation>
    </message>
    <message>
        <source>The bands of the image that correspond to those of the model, in the model's order. Default: bands are matched by name; without a model, all bands but alpha.</source>
        <translation>Die Kanäle des Bildes, die denen des Modells entsprechen, in der Reihenfolge des Modells. Vorgabe: Kanäle werden nach Namen zugeordnet; ohne Modell alle Kanäle außer Alpha.</translation>
    </message>
    <message>
        <source>Guide image</source>
        <translation>Führungsbild</translation>
    </message>
    <message>
        <source>Finer bands of the same sensor and the same moment, for example those of 10 m of Sentinel-2 for the bands of 20 m. With a model that was trained with guide images, bands are matched by name. Without a model, a regression on the image finds how much of their detail each band gets. Default: none.</source>
        <translation>Feinere Kanäle desselben Sensors und desselben Augenblicks, zum Beispiel die von Sentinel-2 mit 10 m für die Kanäle mit 20 m. Mit einem Modell, das mit Führungsbildern trainiert wurde, werden Kanäle nach ihrem Namen zugeordnet. Ohne Modell ermittelt eine Regression am Bild, wie viel von deren Einzelheiten jeder Kanal erhält. Vorgabe: keines.</translation>
    </message>
    <message>
        <source>Ratio (1.5 to 8)</source>
        <translation>Verhältnis (1,5 bis 8)</translation>
    </message>
    <message>
        <source>How many pixels of the output lie along the side of a pixel of the image. Default: by the pixel size, else that of the model, else that of the guide image, else 4.</source>
        <translation>Wie viele Pixel der Ausgabe entlang der Seite eines Bildpixels liegen. Vorgabe: nach der Pixelgröße, sonst das des Modells, sonst das des Führungsbildes, sonst 4.</translation>
    </message>
    <message>
        <source>Pixel size of the output (m)</source>
        <translation>Pixelgröße der Ausgabe (m)</translation>
    </message>
    <message>
        <source>Instead of the ratio: the side of the output's pixels in metres. Default: by the ratio.</source>
        <translation>Statt des Verhältnisses: die Seite der Ausgabepixel in Metern. Vorgabe: nach dem Verhältnis.</translation>
    </message>
    <message>
        <source>Sharpness (0 to 1)</source>
        <translation>Schärfe (0 bis 1)</translation>
    </message>
    <message>
        <source>Of a model that was trained with sharpness: 0 is the image with the smallest error, 1 the one with the most natural texture, much of which is invented.</source>
        <translation>Bei einem Modell, das mit Schärfe trainiert wurde: 0 ist das Bild mit dem kleinsten Fehler, 1 das mit der natürlichsten Textur, von der vieles erfunden ist.</translation>
    </message>
    <message>
        <source>Keep the measured values</source>
        <translation>Gemessene Werte erhalten</translation>
    </message>
    <message>
        <source>Corrects the output so that it averages back to the image. Without, it is what the network or the bicubic interpolation gives, and its values are not those that were measured.</source>
        <translation>Korrigiert die Ausgabe, sodass sie im Mittel wieder das Bild ergibt. Ohne dies ist sie, was das Netz oder die bikubische Interpolation liefert, und ihre Werte sind nicht die gemessenen.</translation>
    </message>
    <message>
        <source>Only pixels inside these polygons (in any CRS) are made finer; all others become nodata. Default: the whole image.</source>
        <translation>Nur Pixel innerhalb dieser Polygone (in beliebigem KBS) werden verfeinert; alle anderen werden NoData. Vorgabe: das ganze Bild.</translation>
    </message>
    <message>
        <source>The output is computed in square tiles of this size. The result does not depend on it. Larger tiles are a little faster and need more memory. Default: chosen from the free memory.</source>
        <translation>Die Ausgabe wird in quadratischen Kacheln dieser Größe berechnet. Das Ergebnis hängt nicht davon ab. Größere Kacheln sind etwas schneller und brauchen mehr Speicher. Vorgabe: nach dem freien Speicher gewählt.</translation>
    </message>
    <message>
        <source>A GeoTIFF with the bands of the image, in its data type, with its scales and nodata.</source>
        <translation>Ein GeoTIFF mit den Kanälen des Bildes, in seinem Datentyp, mit seinen Skalierungen und seinem NoData.</translation>
    </message>
    <message>
        <source>Detail added</source>
        <translation>Hinzugefügte Details</translation>
    </message>
    <message>
        <source>A GeoTIFF with a band for each of the image, in its units: by how much the output differs from the bicubic image. Where it is large, the values depend most on how detail is restored.</source>
        <translation>Ein GeoTIFF mit einem Kanal für jeden des Bildes, in seinen Einheiten: um wie viel die Ausgabe vom bikubischen Bild abweicht. Wo es groß ist, hängen die Werte am meisten davon ab, wie Details wiederhergestellt werden.</translation>
    </message>
    <message>
        <source>A GeoTIFF with a band for each of the image, in its units: the mean absolute error that the training of the model measured in places that look alike, and what the sharpness adds to it. About one value in ten is off by more than 2.3 times this. In other regions than those of the training it is less certain.</source>
        <translation>Ein GeoTIFF mit einem Kanal für jeden des Bildes, in seinen Einheiten: der mittlere absolute Fehler, den das Training des Modells an ähnlich aussehenden Orten gemessen hat, und was die Schärfe dazu beiträgt. Etwa einer von zehn Werten weicht um mehr als das 2,3-Fache davon ab. In anderen Regionen als denen des Trainings ist er unsicherer.</translation>
    </message>
    <message>
        <source>Train an alignment model</source>
        <translation>Ausrichtung trainieren</translation>
    </message>
    <message>
        <source>Train a network to align a map with an image, from images and polygons that match them.</source>
        <translation>Trainiert ein Netz, das eine Karte an einem Bild ausrichtet, aus Bildern und dazu passenden Polygonen.</translation>
    </message>
    <message>
        <source>The training displaces the polygons by known random amounts, removes some and adds others. The network is trained to distinguish the true position of each object from all other positions nearby. 'Align vectors' then applies it to maps with unknown errors. Polygons that match the images only roughly can be used too, in several rounds.</source>
        <translation>Das Training verschiebt die Polygone um bekannte zufällige Beträge, entfernt einige und fügt andere hinzu. Das Netz wird darauf trainiert, die wahre Lage jedes Objekts von allen anderen Lagen in der Nähe zu unterscheiden. „Vektoren ausrichten“ wendet es dann auf Karten mit unbekannten Fehlern an. Auch Polygone, die nur ungefähr zu den Bildern passen, lassen sich in mehreren Runden verwenden.</translation>
    </message>
    <message>
        <source>To adapt the bundled model to the roofs and images of another region, use it as the initial model: a few hundred buildings are enough. An interrupted training continues from its last epoch when you run it again with 'Resume an interrupted training'.</source>
        <translation>Um das mitgelieferte Modell an die Dächer und Bilder einer anderen Region anzupassen, es als Ausgangsmodell verwenden: Einige Hundert Gebäude genügen. Ein unterbrochenes Training wird ab seiner letzten Epoche fortgesetzt, wenn es mit „Unterbrochenes Training fortsetzen“ erneut gestartet wird.</translation>
    </message>
    <message>
        <source>learn</source>
        <translation>lernen</translation>
    </message>
    <message>
        <source>fine-tune</source>
        <translation>nachtrainieren</translation>
    </message>
    <message>
        <source>One or more images with the same bands. Bands with names may be in a different order in each image.</source>
        <translation>Ein oder mehrere Bilder mit denselben Kanälen. Kanäle mit Namen können in jedem Bild anders angeordnet sein.</translation>
    </message>
    <message>
        <source>Polygons that match the images, in any CRS. Either one layer for all images, or one layer for each image in the same order.</source>
        <translation>Zu den Bildern passende Polygone, in beliebigem KBS. Entweder ein Layer für alle Bilder oder ein Layer je Bild in derselben Reihenfolge.</translation>
    </message>
    <message>
        <source>The bands of the images that are used in the training, in this order, for example '4, 3, 2'. Default: all bands but alpha.</source>
        <translation>Die Kanäle der Bilder, die im Training verwendet werden, in dieser Reihenfolge, zum Beispiel „4, 3, 2“. Vorgabe: alle Kanäle außer Alpha.</translation>
    </message>
    <message>
        <source>Area with complete vectors</source>
        <translation>Gebiet mit vollständigen Vektoren</translation>
    </message>
    <message>
        <source>Polygons where the vectors are complete; the rest of the images is not used. Default: the vectors are complete on the whole images.</source>
        <translation>Polygone, in denen die Vektoren vollständig sind; der Rest der Bilder wird nicht verwendet. Vorgabe: Die Vektoren sind auf den ganzen Bildern vollständig.</translation>
    </message>
    <message>
        <source>Validation area</source>
        <translation>Validierungsgebiet</translation>
    </message>
    <message>
        <source>Polygons that are held back from the training to measure the accuracy. Default: blocks of the images.</source>
        <translation>Polygone, die vom Training zurückgehalten werden, um die Genauigkeit zu messen. Vorgabe: Blöcke der Bilder.</translation>
    </message>
    <message>
        <source>Without a validation area, this share of the images is held back for validation. It is held back in blocks, because pixels next to training pixels would give an accuracy that is too high.</source>
        <translation>Ohne Validierungsgebiet wird dieser Anteil der Bilder für die Validierung zurückgehalten. Er wird in Blöcken zurückgehalten, weil Pixel neben Trainingspixeln eine zu hohe Genauigkeit ergäben.</translation>
    </message>
    <message>
        <source>Rounds</source>
        <translation>Runden</translation>
    </message>
    <message>
        <source>Use 1 if the vectors match the images. Use more if they are displaced: each extra round corrects them with a network trained on the other half of the data. Each extra round takes as long as two trainings.</source>
        <translation>1, wenn die Vektoren zu den Bildern passen. Mehr, wenn sie verschoben sind: Jede weitere Runde berichtigt sie mit einem Netz, das mit der anderen Hälfte der Daten trainiert wurde. Jede weitere Runde dauert so lange wie zwei Trainings.</translation>
    </message>
    <message>
        <source>Maximum smooth displacement (m)</source>
        <translation>Größte glatte Verschiebung (m)</translation>
    </message>
    <message>
        <source>Maximum displacement, along each axis, by a field that changes slowly over the image. It simulates errors of the georeference and of the terrain model.</source>
        <translation>Größte Verschiebung entlang jeder Achse durch ein Feld, das sich über das Bild langsam ändert. Sie ahmt Fehler der Georeferenzierung und des Geländemodells nach.</translation>
    </message>
    <message>
        <source>Maximum displacement of blocks (m)</source>
        <translation>Größte Verschiebung von Blöcken (m)</translation>
    </message>
    <message>
        <source>Maximum additional displacement that all objects of a block share. It simulates objects that were drawn from one image or by one person.</source>
        <translation>Größte zusätzliche Verschiebung, die alle Objekte eines Blocks teilen. Sie ahmt Objekte nach, die aus einem Bild oder von einer Person gezeichnet wurden.</translation>
    </message>
    <message>
        <source>Maximum displacement of objects (m)</source>
        <translation>Größte Verschiebung von Objekten (m)</translation>
    </message>
    <message>
        <source>Maximum additional displacement of each single object.</source>
        <translation>Größte zusätzliche Verschiebung jedes einzelnen Objekts.</translation>
    </message>
    <message>
        <source>Maximum rotation of objects (°)</source>
        <translation>Größte Drehung von Objekten (°)</translation>
    </message>
    <message>
        <source>Maximum rotation of each single object. The size of the object is also changed by a similar amount.</source>
        <translation>Größte Drehung jedes einzelnen Objekts. Die Größe des Objekts wird um einen ähnlichen Betrag verändert.</translation>
    </message>
    <message>
        <source>Share of removed objects (0 to 1)</source>
        <translation>Anteil entfernter Objekte (0 bis 1)</translation>
    </message>
    <message>
        <source>Share of the objects that are removed from the displaced map, although the image shows them.</source>
        <translation>Anteil der Objekte, die aus der verschobenen Karte entfernt werden, obwohl das Bild sie zeigt.</translation>
    </message>
    <message>
        <source>Share of spurious objects (0 to 1)</source>
        <translation>Anteil überzähliger Objekte (0 bis 1)</translation>
    </message>
    <message>
        <source>Number of objects that are added to the displaced map, although the image does not show them, as a share of the map's objects.</source>
        <translation>Anzahl der Objekte, die der verschobenen Karte hinzugefügt werden, obwohl das Bild sie nicht zeigt, als Anteil der Objekte der Karte.</translation>
    </message>
    <message>
        <source>Initial model (for fine-tuning)</source>
        <translation>Ausgangsmodell (zum Nachtrainieren)</translation>
    </message>
    <message>
        <source>An existing model to fine-tune: an alignment model, or a segmentation model with a building class. The training keeps its network and scaling. Default: the training starts from random weights.</source>
        <translation>Ein vorhandenes Modell zum Nachtrainieren: ein Ausrichtungsmodell oder ein Segmentierungsmodell mit einer Gebäudeklasse. Das Training behält sein Netz und seine Skalierung. Vorgabe: Das Training beginnt mit zufälligen Gewichten.</translation>
    </message>
    <message>
        <source>Maximum learning rate</source>
        <translation>Größte Lernrate</translation>
    </message>
    <message>
        <source>Step size of the optimizer. Lower it (for example to 0.0003) when the loss jumps, or for fine-tuning.</source>
        <translation>Schrittweite des Optimierers. Senken (zum Beispiel auf 0,0003), wenn der Verlust springt oder zum Nachtrainieren.</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>Epochen</translation>
    </message>
    <message>
        <source>Number of epochs. In each epoch the network is trained on as many windows as given by 'Windows per epoch'. The model of the epoch with the best validation result is saved.</source>
        <translation>Anzahl der Epochen. In jeder Epoche wird das Netz mit so vielen Fenstern trainiert, wie „Fenster je Epoche“ angibt. Das Modell der Epoche mit dem besten Validierungsergebnis wird gespeichert.</translation>
    </message>
    <message>
        <source>Windows per epoch</source>
        <translation>Fenster je Epoche</translation>
    </message>
    <message>
        <source>Number of training windows that are drawn from the images in each epoch.</source>
        <translation>Anzahl der Trainingsfenster, die in jeder Epoche aus den Bildern gezogen werden.</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>Batch-Größe</translation>
    </message>
    <message>
        <source>Number of training windows that are processed together. Halve it if the memory is not sufficient.</source>
        <translation>Anzahl der Trainingsfenster, die zusammen verarbeitet werden. Halbieren, wenn der Speicher nicht ausreicht.</translation>
    </message>
    <message>
        <source>Window size (px)</source>
        <translation>Fenstergröße (px)</translation>
    </message>
    <message>
        <source>Side length of the training windows, a multiple of 8. Only objects that lie completely inside a window are used.</source>
        <translation>Seitenlänge der Trainingsfenster, ein Vielfaches von 8. Nur Objekte, die ganz in einem Fenster liegen, werden verwendet.</translation>
    </message>
    <message>
        <source>Pixel size on the ground. The training images are resampled to it, and later the images that the model is applied to. Default: that of the initial model, else 0.3 m.</source>
        <translation>Pixelgröße am Boden. Die Trainingsbilder werden darauf neu abgetastet, ebenso später die Bilder, auf die das Modell angewandt wird. Vorgabe: die des Ausgangsmodells, sonst 0,3 m.</translation>
    </message>
    <message>
        <source>The processor that trains the network. 'auto' takes the one chosen in the options (Processing &gt; Providers &gt; EO Deep), else the best one available, 'cuda' an NVIDIA GPU ('cuda:1' the second one), 'gpus' all NVIDIA GPUs of this machine, which share each batch, 'mps' an Apple GPU. Only 'auto' without a chosen one, and 'gpus', fall back to the CPU; any other device must be available.</source>
        <translation>Der Prozessor, auf dem das Netz trainiert wird. „auto“ nimmt den in den Optionen gewählten (Verarbeitung &gt; Datenanbieter &gt; EO Deep), sonst den besten verfügbaren, „cuda“ eine NVIDIA-GPU („cuda:1“ die zweite), „gpus“ alle NVIDIA-GPUs dieses Computers, die sich jeden Batch teilen, „mps“ eine Apple-GPU. Nur „auto“ ohne gewählten Prozessor und „gpus“ weichen auf die CPU aus; jeder andere Prozessor muss verfügbar sein.</translation>
    </message>
    <message>
        <source>gpus</source>
        <translation>gpus</translation>
    </message>
    <message>
        <source>Resume an interrupted training</source>
        <translation>Unterbrochenes Training fortsetzen</translation>
    </message>
    <message>
        <source>Continues from the checkpoint beside the model file, if there is one. The result is the same as without the interruption. All other parameters must be the same as before.</source>
        <translation>Setzt ab dem Zwischenstand neben der Modelldatei fort, wenn es einen gibt. Das Ergebnis ist dasselbe wie ohne die Unterbrechung. Alle anderen Parameter müssen dieselben sein wie zuvor.</translation>
    </message>
    <message>
        <source>Trained model</source>
        <translation>Trainiertes Modell</translation>
    </message>
    <message>
        <source>The model file: the weights, and everything needed to apply them (bands, resolution, scaling, classes, training record). Default: a new file in your folder of models.</source>
        <translation>Die Modelldatei: die Gewichte und alles, was zu ihrer Anwendung nötig ist (Kanäle, Auflösung, Skalierung, Klassen, Trainingsprotokoll). Vorgabe: eine neue Datei im Modellordner.</translation>
    </message>
    <message>
        <source>Training report</source>
        <translation>Trainingsbericht</translation>
    </message>
    <message>
        <source>An HTML page with the training curves: the loss, and the share of validation objects that are found.</source>
        <translation>Eine HTML-Seite mit den Trainingskurven: dem Verlust und dem Anteil der Validierungsobjekte, die gefunden werden.</translation>
    </message>
    <message>
        <source>Share of objects found (0 to 1)</source>
        <translation>Anteil gefundener Objekte (0 bis 1)</translation>
    </message>
    <message>
        <source>Share of the validation objects that are found within 1.2 m of their true position, each object on its own.</source>
        <translation>Anteil der Validierungsobjekte, die innerhalb von 1,2 m um ihre wahre Lage gefunden werden, jedes Objekt für sich.</translation>
    </message>
    <message>
        <source>Train a pixel classifier</source>
        <translation>Pixel-Klassifikator trainieren</translation>
    </message>
    <message>
        <source>Train a classifier of pixels on their features, from images with labels or from samples.</source>
        <translation>Trainiert einen Klassifikator für Pixel anhand ihrer Merkmale, aus Bildern mit Labels oder aus Stichproben.</translation>
    </message>
    <message>
        <source>Features are the bands of one, two or three images of the same place and, where wanted, means and standard deviations over windows around each pixel and formulas such as a vegetation index. Pixels to train on are drawn at random from the labels, or given as points with a number field for each feature.</source>
        <translation>Merkmale sind die Kanäle eines, zweier oder dreier Bilder desselben Ortes und, wenn gewünscht, Mittelwerte und Standardabweichungen über Fenster um jedes Pixel und Formeln wie ein Vegetationsindex. Die Pixel für das Training werden zufällig aus den Labels gezogen oder als Punkte mit einem Zahlenfeld für jedes Merkmal angegeben.</translation>
    </message>
    <message>
        <source>The accuracy is measured on whole polygons that the classifier has not seen. Neighbouring pixels of one polygon are nearly equal, so the accuracy on single pixels, which the report gives to compare, is too good.</source>
        <translation>Die Genauigkeit wird an ganzen Polygonen gemessen, die der Klassifikator nicht gesehen hat. Benachbarte Pixel eines Polygons sind fast gleich; die Genauigkeit an einzelnen Pixeln, die der Bericht zum Vergleich nennt, ist daher zu gut.</translation>
    </message>
    <message>
        <source>perceptron</source>
        <translation>Perzeptron</translation>
    </message>
    <message>
        <source>Points with a class and a number field for each feature. Fields 'polygon' (which points belong together) and 'part' ('training', or another part to test the classifier with) are used where they exist. Default: pixels are drawn from the images and labels.</source>
        <translation>Punkte mit einer Klasse und einem Zahlenfeld für jedes Merkmal. Die Felder „polygon“ (welche Punkte zusammengehören) und „part“ („training“ oder ein anderer Teil, um den Klassifikator zu testen) werden verwendet, wo es sie gibt. Vorgabe: Pixel werden aus den Bildern und Labels gezogen.</translation>
    </message>
    <message>
        <source>One or more images with the same bands, to draw samples from. Bands with names may be in a different order in each image. Default: samples are given.</source>
        <translation>Ein oder mehrere Bilder mit denselben Kanälen, aus denen Stichproben gezogen werden. Kanäle mit Namen können in jedem Bild anders angeordnet sein. Vorgabe: Stichproben sind angegeben.</translation>
    </message>
    <message>
        <source>The ground truth: polygons, lines, points or class rasters, in any CRS. Either one layer for all images, or one layer for each image in the same order. Pixels of several classes are not used. Default: samples are given.</source>
        <translation>Die Referenzdaten: Polygone, Linien, Punkte oder Klassenraster, in beliebigem KBS. Entweder ein Layer für alle Bilder oder ein Layer je Bild in derselben Reihenfolge. Pixel mehrerer Klassen werden nicht verwendet. Vorgabe: Stichproben sind angegeben.</translation>
    </message>
    <message>
        <source>The field that holds the class: numbers or names. Default: 'class' of samples; all labels are one class.</source>
        <translation>Das Feld mit der Klasse: Zahlen oder Namen. Vorgabe: „class“ der Stichproben; alle Labels sind eine Klasse.</translation>
    </message>
    <message>
        <source>A further image of each place, in the same order as the images. It may have another resolution or CRS and is resampled to the pixels of the first image. Default: none.</source>
        <translation>Ein weiteres Bild jedes Ortes, in derselben Reihenfolge wie die Bilder. Es kann eine andere Auflösung oder ein anderes KBS haben und wird auf die Pixel des ersten Bildes neu abgetastet. Vorgabe: keines.</translation>
    </message>
    <message>
        <source>More images of the same places: one for each image, in the same order. Default: none.</source>
        <translation>Weitere Bilder derselben Orte: eines je Bild, in derselben Reihenfolge. Vorgabe: keine.</translation>
    </message>
    <message>
        <source>The bands of the second images that are used in the training, in this order. Default: all bands but alpha.</source>
        <translation>Die Kanäle der zweiten Bilder, die im Training verwendet werden, in dieser Reihenfolge. Vorgabe: alle Kanäle außer Alpha.</translation>
    </message>
    <message>
        <source>The bands of the third images that are used in the training, in this order. Default: all bands but alpha.</source>
        <translation>Die Kanäle der dritten Bilder, die im Training verwendet werden, in dieser Reihenfolge. Vorgabe: alle Kanäle außer Alpha.</translation>
    </message>
    <message>
        <source>A model of a network on one image, such as a segmentation model. A layer of it gives further features of the first image. The network becomes part of the model file. Default: none.</source>
        <translation>Ein Modell mit einem Netz für ein Bild, etwa ein Segmentierungsmodell. Eine Schicht davon liefert weitere Merkmale des ersten Bildes. Das Netz wird Teil der Modelldatei. Vorgabe: keines.</translation>
    </message>
    <message>
        <source>Feature fields</source>
        <translation>Merkmalsfelder</translation>
    </message>
    <message>
        <source>The fields of the samples that are features. Default: all number fields that are not of 'Select samples'.</source>
        <translation>Die Felder der Stichproben, die Merkmale sind. Vorgabe: alle Zahlenfelder, die nicht aus „Stichproben auswählen“ stammen.</translation>
    </message>
    <message>
        <source>Classifier</source>
        <translation>Klassifikator</translation>
    </message>
    <message>
        <source>'random forest' suits most data. 'logistic regression' is fast, and often better where polygons are few. 'gradient boosting' needs many samples. 'support vector machine' and 'nearest neighbours' use at most 20,000 samples and are slow on large images. 'perceptron' is a small neural network.</source>
        <translation>„random forest“ passt zu den meisten Daten. „logistic regression“ ist schnell und oft besser, wo es wenige Polygone gibt. „gradient boosting“ braucht viele Stichproben. „support vector machine“ und „nearest neighbours“ verwenden höchstens 20.000 Stichproben und sind auf großen Bildern langsam. „perceptron“ ist ein kleines neuronales Netz.</translation>
    </message>
    <message>
        <source>Trees</source>
        <translation>Bäume</translation>
    </message>
    <message>
        <source>Number of trees of a random forest, or of rounds of gradient boosting.</source>
        <translation>Anzahl der Bäume eines Random Forest oder der Runden beim Gradient Boosting.</translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation>Nachbarn</translation>
    </message>
    <message>
        <source>Number of samples that nearest neighbours look at.</source>
        <translation>Anzahl der Stichproben, die die nächsten Nachbarn betrachten.</translation>
    </message>
    <message>
        <source>Balance the classes</source>
        <translation>Klassen ausgleichen</translation>
    </message>
    <message>
        <source>Weighs the samples so that all classes count alike, however many samples they have. Not possible for nearest neighbours and perceptron.</source>
        <translation>Gewichtet die Stichproben so, dass alle Klassen gleich zählen, gleich wie viele Stichproben sie haben. Bei nächsten Nachbarn und Perzeptron nicht möglich.</translation>
    </message>
    <message>
        <source>Samples per class</source>
        <translation>Stichproben je Klasse</translation>
    </message>
    <message>
        <source>The maximum number of pixels of each class that are drawn from the labels. Classes with fewer pixels give all of them. Samples that are given as points are all used.</source>
        <translation>Die Höchstzahl der Pixel jeder Klasse, die aus den Labels gezogen werden. Klassen mit weniger Pixeln geben alle. Als Punkte angegebene Stichproben werden alle verwendet.</translation>
    </message>
    <message>
        <source>Samples are only drawn inside these polygons. Default: everywhere.</source>
        <translation>Stichproben werden nur innerhalb dieser Polygone gezogen. Vorgabe: überall.</translation>
    </message>
    <message>
        <source>Folds</source>
        <translation>Teile der Kreuzvalidierung</translation>
    </message>
    <message>
        <source>In how many parts the polygons are divided for the validation. Each part is held out once.</source>
        <translation>In wie viele Teile die Polygone für die Validierung aufgeteilt werden. Jeder Teil wird einmal zurückgehalten.</translation>
    </message>
    <message>
        <source>Names and colours of the classes</source>
        <translation>Namen und Farben der Klassen</translation>
    </message>
    <message>
        <source>'value = name #rrggbb' for each class, separated by semicolons, such as '1 = forest #1a9850; 2 = water'. The model has them, and its maps are shown in them. Default: the names and colours in which the project shows the labels by the class field.</source>
        <translation>„Wert = Name #rrggbb“ für jede Klasse, durch Semikolons getrennt, etwa „1 = Wald #1a9850; 2 = Wasser“. Das Modell enthält sie, und seine Karten werden damit dargestellt. Vorgabe: die Namen und Farben, mit denen das Projekt die Labels nach dem Klassenfeld darstellt.</translation>
    </message>
    <message>
        <source>The model file: the classifier, and all that is needed to apply it (bands, features, classes, record). Default: a new file in your folder of models.</source>
        <translation>Die Modelldatei: der Klassifikator und alles, was zu seiner Anwendung nötig ist (Kanäle, Merkmale, Klassen, Protokoll). Vorgabe: eine neue Datei im Modellordner.</translation>
    </message>
    <message>
        <source>An HTML page with the accuracy by polygons and by pixels, confusion matrices, and the importance of the features.</source>
        <translation>Eine HTML-Seite mit der Genauigkeit nach Polygonen und nach Pixeln, Konfusionsmatrizen und der Wichtigkeit der Merkmale.</translation>
    </message>
    <message>
        <source>The share of samples in held out polygons that get the right class.</source>
        <translation>Der Anteil der Stichproben in zurückgehaltenen Polygonen, die die richtige Klasse erhalten.</translation>
    </message>
    <message>
        <source>Mean F score (0 to 1)</source>
        <translation>Mittleres F-Maß (0 bis 1)</translation>
    </message>
    <message>
        <source>The mean of the classes' F scores in held out polygons.</source>
        <translation>Der Mittelwert der F-Maße der Klassen in zurückgehaltenen Polygonen.</translation>
    </message>
    <message>
        <source>Train a polygons model</source>
        <translation>Polygonmodell trainieren</translation>
    </message>
    <message>
        <source>Train a network that sees each object with its borders, edges and corners, from images and polygons.</source>
        <translation>Trainiert ein Netz, das jedes Objekt mit seinen Grenzen, Kanten und Ecken sieht, aus Bildern und Polygonen.</translation>
    </message>
    <message>
        <source>Use it for objects of your own, such as roofs, solar panels, pools or courts. Each polygon is one object. Besides the classes the network is trained to find the borders between touching objects, the directions of edges, and corners. The model also works wherever a segmentation model does. A few hundred objects are enough when the training starts from an existing model, such as the bundled building model. An interrupted training continues from its last epoch when you run it again with 'Resume an interrupted training'.</source>
        <translation>Für eigene Objekte, etwa Dächer, Solaranlagen, Schwimmbecken oder Spielfelder. Jedes Polygon ist ein Objekt. Neben den Klassen wird das Netz darauf trainiert, die Grenzen zwischen aneinandergrenzenden Objekten, die Richtungen der Kanten und Ecken zu finden. Das Modell funktioniert auch überall, wo ein Segmentierungsmodell es tut. Einige Hundert Objekte genügen, wenn das Training mit einem vorhandenen Modell beginnt, etwa dem mitgelieferten Gebäudemodell. Ein unterbrochenes Training wird ab seiner letzten Epoche fortgesetzt, wenn es mit „Unterbrochenes Training fortsetzen“ erneut gestartet wird.</translation>
    </message>
    <message>
        <source>The ground truth: polygons in any CRS, each one an object. Either one layer for all images, or one layer for each image in the same order. Where polygons overlap, the later one counts.</source>
        <translation>Die Referenzdaten: Polygone in beliebigem KBS, jedes ein Objekt. Entweder ein Layer für alle Bilder oder ein Layer je Bild in derselben Reihenfolge. Wo sich Polygone überlappen, zählt das spätere.</translation>
    </message>
    <message>
        <source>The field of the polygons with the class. Default: all polygons are one class, and everything else is background.</source>
        <translation>Das Feld der Polygone mit der Klasse. Vorgabe: Alle Polygone sind eine Klasse, alles andere ist Hintergrund.</translation>
    </message>
    <message>
        <source>Polygons where the labels are complete. Pixels outside are used neither for training nor for validation. Default: the labels are complete on the whole images; with a class field, pixels between the polygons are then ignored.</source>
        <translation>Polygone, in denen die Labels vollständig sind. Pixel außerhalb werden weder für das Training noch für die Validierung verwendet. Vorgabe: Die Labels sind auf den ganzen Bildern vollständig; mit einem Klassenfeld werden Pixel zwischen den Polygonen dann nicht beachtet.</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>'resunet' is the standard choice. 'unet' is slower on a CPU. 'fcn' and 'mlp' use more context and have coarser edges. 'polycnn' outlines objects of four corners, such as panels: it gives each point or box one quadrilateral, and is less precise than the others. It is trained on polygons with four corners that fit a tile.</source>
        <translation>„resunet“ ist die übliche Wahl. „unet“ ist auf einer CPU langsamer. „fcn“ und „mlp“ nutzen mehr Kontext und haben gröbere Kanten. „polycnn“ umreißt Objekte mit vier Ecken, etwa Solarmodule: Es gibt jedem Punkt oder Rahmen ein Viereck und ist weniger genau als die anderen. Es wird mit Polygonen mit vier Ecken trainiert, die in eine Kachel passen.</translation>
    </message>
    <message>
        <source>resunet</source>
        <translation>resunet</translation>
    </message>
    <message>
        <source>unet</source>
        <translation>unet</translation>
    </message>
    <message>
        <source>fcn</source>
        <translation>fcn</translation>
    </message>
    <message>
        <source>mlp</source>
        <translation>mlp</translation>
    </message>
    <message>
        <source>polycnn</source>
        <translation>polycnn</translation>
    </message>
    <message>
        <source>Base channels</source>
        <translation>Basiskanäle des Netzes</translation>
    </message>
    <message>
        <source>Number of feature channels at full resolution. Computing time grows with its square. 32 is usual; 16 is enough for easy tasks.</source>
        <translation>Anzahl der Merkmalskanäle bei voller Auflösung. Die Rechenzeit wächst mit ihrem Quadrat. 32 ist üblich; 16 genügen für leichte Aufgaben.</translation>
    </message>
    <message>
        <source>An existing polygons or segmentation model to fine-tune. The training keeps its network, base channels and scaling. From a segmentation model the last epoch is saved, not the best one: its classes are good before the rest has learned anything. Default: the training starts from random weights.</source>
        <translation>Ein vorhandenes Polygon- oder Segmentierungsmodell zum Nachtrainieren. Das Training behält sein Netz, seine Basiskanäle und seine Skalierung. Von einem Segmentierungsmodell aus wird die letzte Epoche gespeichert, nicht die beste: Seine Klassen sind gut, bevor der Rest etwas gelernt hat. Vorgabe: Das Training beginnt mit zufälligen Gewichten.</translation>
    </message>
    <message>
        <source>Loss function</source>
        <translation>Verlustfunktion</translation>
    </message>
    <message>
        <source>The function that the training minimizes. Soft IoU helps when a class is rare, or when the overlap of areas matters most.</source>
        <translation>Die Funktion, die das Training minimiert. Der Soft-IoU hilft, wenn eine Klasse selten ist oder wenn es vor allem auf die Überlappung der Flächen ankommt.</translation>
    </message>
    <message>
        <source>cross-entropy</source>
        <translation>Kreuzentropie</translation>
    </message>
    <message>
        <source>cross-entropy + soft IoU</source>
        <translation>Kreuzentropie + Soft-IoU</translation>
    </message>
    <message>
        <source>Learning rate schedule</source>
        <translation>Lernratenverlauf</translation>
    </message>
    <message>
        <source>How the learning rate changes during the training. 'one-cycle' is nearly always a good choice.</source>
        <translation>Wie sich die Lernrate während des Trainings ändert. „one-cycle“ ist fast immer eine gute Wahl.</translation>
    </message>
    <message>
        <source>one-cycle</source>
        <translation>ein Zyklus</translation>
    </message>
    <message>
        <source>triangular cyclic</source>
        <translation>zyklisch, dreieckig</translation>
    </message>
    <message>
        <source>cosine</source>
        <translation>Kosinus</translation>
    </message>
    <message>
        <source>Side length of the training windows: a multiple of 32, at least 64 for 'fcn' and 'mlp'.</source>
        <translation>Seitenlänge der Trainingsfenster: ein Vielfaches von 32, mindestens 64 für „fcn“ und „mlp“.</translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>Augmentierung</translation>
    </message>
    <message>
        <source>How strongly the training windows are varied, so that the model also works on other images. 'flips and rotations' mirrors and rotates them; 'moderate' and 'strong' also vary scale, colours, haze and sharpness, and where labels are sparse, show what is labelled in other surroundings.</source>
        <translation>Wie stark die Trainingsfenster abgewandelt werden, damit das Modell auch auf anderen Bildern funktioniert. „flips and rotations“ spiegelt und dreht sie; „moderate“ und „strong“ ändern außerdem Maßstab, Farben, Dunst und Schärfe und zeigen, wo Labels spärlich sind, das mit Label in anderer Umgebung.</translation>
    </message>
    <message>
        <source>flips and rotations</source>
        <translation>Spiegelungen und Drehungen</translation>
    </message>
    <message>
        <source>moderate</source>
        <translation>mäßig</translation>
    </message>
    <message>
        <source>strong</source>
        <translation>stark</translation>
    </message>
    <message>
        <source>Pixel size on the ground. The training images are resampled to it, and later the images that the model is applied to. Default: that of the initial model, else the pixel size of the first image.</source>
        <translation>Pixelgröße am Boden. Die Trainingsbilder werden darauf neu abgetastet, ebenso später die Bilder, auf die das Modell angewandt wird. Vorgabe: die des Ausgangsmodells, sonst die Pixelgröße des ersten Bildes.</translation>
    </message>
    <message>
        <source>An HTML page with the training curves, the accuracy of classes, borders and corners, and predictions beside the ground truth.</source>
        <translation>Eine HTML-Seite mit den Trainingskurven, der Genauigkeit von Klassen, Grenzen und Ecken und Vorhersagen neben den Referenzdaten.</translation>
    </message>
    <message>
        <source>Train a refinement</source>
        <translation>Verfeinerung trainieren</translation>
    </message>
    <message>
        <source>Fit a refinement of class maps on labels, and find out whether it helps.</source>
        <translation>Passt eine Verfeinerung von Klassenkarten an Labels an und ermittelt, ob sie hilft.</translation>
    </message>
    <message>
        <source>The numbers of the method are fitted on windows with labels. Whether it helps is measured by cross-fitting: on windows that it was not fitted on, against probabilities with a fitted threshold. If it does not help, the model holds the fitted threshold, or leaves the probabilities as they are, and a warning gives the figures.</source>
        <translation>Die Zahlen der Methode werden an Fenstern mit Labels angepasst. Ob sie hilft, wird durch Kreuzanpassung gemessen: an Fenstern, an denen sie nicht angepasst wurde, gegen Wahrscheinlichkeiten mit angepasstem Schwellenwert. Hilft sie nicht, enthält das Modell den angepassten Schwellenwert oder lässt die Wahrscheinlichkeiten, wie sie sind, und eine Warnung nennt die Zahlen.</translation>
    </message>
    <message>
        <source>Use probabilities that a model has predicted where it was not trained: those of its training images are too good.</source>
        <translation>Wahrscheinlichkeiten verwenden, die ein Modell dort vorhergesagt hat, wo es nicht trainiert wurde: Die seiner Trainingsbilder sind zu gut.</translation>
    </message>
    <message>
        <source>threshold</source>
        <translation>Schwellenwert</translation>
    </message>
    <message>
        <source>Rasters with a band for each class, 0 to 1, such as 'Segment an image' writes: one for each image, or for 'fusion' several of the same place.</source>
        <translation>Raster mit einem Kanal je Klasse, 0 bis 1, wie „Bild segmentieren“ sie schreibt: eines je Bild, oder für „fusion“ mehrere desselben Ortes.</translation>
    </message>
    <message>
        <source>The ground truth: polygons or class rasters, in any CRS. Either one layer for all rasters, or one layer for each in the same order.</source>
        <translation>Die Referenzdaten: Polygone oder Klassenraster, in beliebigem KBS. Entweder ein Layer für alle Raster oder ein Layer je Raster in derselben Reihenfolge.</translation>
    </message>
    <message>
        <source>One image for each raster of probabilities, in the same order. 'crf' and 'learned' need them. Default: none.</source>
        <translation>Ein Bild für jedes Raster mit Wahrscheinlichkeiten, in derselben Reihenfolge. „crf“ und „learned“ brauchen sie. Vorgabe: keines.</translation>
    </message>
    <message>
        <source>'calibrate' fits temperature and bias. 'crf' fits a conditional random field that lets classes follow the edges in the image. 'learned' trains a small network that does so; it needs labels of a million pixels or more. 'fusion' measures how reliable each of several maps is.</source>
        <translation>„calibrate“ passt Temperatur und Bias an. „crf“ passt ein bedingtes Zufallsfeld an, das die Klassen den Kanten im Bild folgen lässt. „learned“ trainiert dafür ein kleines Netz; es braucht Labels von einer Million Pixeln oder mehr. „fusion“ misst, wie zuverlässig jede von mehreren Karten ist.</translation>
    </message>
    <message>
        <source>Polygons where the labels are complete. Pixels outside are not used. Default: the labels are complete on the whole rasters; with a class field, pixels between the polygons are then ignored.</source>
        <translation>Polygone, in denen die Labels vollständig sind. Pixel außerhalb werden nicht verwendet. Vorgabe: Die Labels sind auf den ganzen Rastern vollständig; mit einem Klassenfeld werden Pixel zwischen den Polygonen dann nicht beachtet.</translation>
    </message>
    <message>
        <source>For 'learned': number of epochs, each of 64 windows.</source>
        <translation>Für „learned“: Anzahl der Epochen zu je 64 Fenstern.</translation>
    </message>
    <message>
        <source>The model file for 'Refine a class map'. Default: a new file in your folder of models.</source>
        <translation>Die Modelldatei für „Klassenkarte verfeinern“. Vorgabe: eine neue Datei im Modellordner.</translation>
    </message>
    <message>
        <source>Report of the fit</source>
        <translation>Anpassungsbericht</translation>
    </message>
    <message>
        <source>An HTML page with the agreement with the labels, before and after.</source>
        <translation>Eine HTML-Seite mit der Übereinstimmung mit den Labels, vorher und nachher.</translation>
    </message>
    <message>
        <source>Method of the model</source>
        <translation>Methode des Modells</translation>
    </message>
    <message>
        <source>'calibrate' if the chosen method does not help.</source>
        <translation>„calibrate“, wenn die gewählte Methode nicht hilft.</translation>
    </message>
    <message>
        <source>IoU before (0 to 1)</source>
        <translation>IoU vorher (0 bis 1)</translation>
    </message>
    <message>
        <source>Of the probabilities as they are, on the labels.</source>
        <translation>Der der Wahrscheinlichkeiten, wie sie sind, auf den Labels.</translation>
    </message>
    <message>
        <source>IoU calibrated (0 to 1)</source>
        <translation>IoU kalibriert (0 bis 1)</translation>
    </message>
    <message>
        <source>With the fitted threshold, on labels not used to fit it.</source>
        <translation>Mit dem angepassten Schwellenwert, auf Labels, an denen er nicht angepasst wurde.</translation>
    </message>
    <message>
        <source>IoU after (0 to 1)</source>
        <translation>IoU nachher (0 bis 1)</translation>
    </message>
    <message>
        <source>Of what the model does, on labels not used to fit it.</source>
        <translation>Dessen, was das Modell tut, auf Labels, an denen es nicht angepasst wurde.</translation>
    </message>
    <message>
        <source>Train a scene classification model</source>
        <translation>Szenenmodell trainieren</translation>
    </message>
    <message>
        <source>Train a network on labelled patches, to classify land cover and to recognize unknown land cover.</source>
        <translation>Trainiert an Ausschnitten mit Label ein Netz, das Landbedeckung klassifiziert und unbekannte Landbedeckung erkennt.</translation>
    </message>
    <message>
        <source>The patches are either images in a folder with a subfolder for each class, or they are cut from images at labelled points or polygons. A joint energy-based model (JEM) is trained for two results: the class of a patch, and how likely a patch is at all, log p(x). 'Classify scenes' maps both. A plain classifier is trained for the class only; this is several times faster.</source>
        <translation>Die Ausschnitte sind entweder Bilder in einem Ordner mit einem Unterordner je Klasse, oder sie werden an Punkten oder Polygonen mit Label aus Bildern geschnitten. Ein energiebasiertes Verbundmodell (JEM) wird für zwei Ergebnisse trainiert: die Klasse eines Ausschnitts und wie wahrscheinlich ein Ausschnitt überhaupt ist, log p(x). „Szenen klassifizieren“ kartiert beides. Ein einfacher Klassifikator wird nur für die Klasse trainiert; das geht mehrmals schneller.</translation>
    </message>
    <message>
        <source>A JEM is first trained as a classifier. Then samples are generated from the model, and the training makes them less likely than the real patches. It does the same with synthetic outliers: patches that were blurred, recoloured, enlarged, shuffled or replaced by noise. If the training diverges, it resumes from its last good state, and the log reports it. An interrupted training continues from its last epoch when you run it again with 'Resume an interrupted training'.</source>
        <translation>Ein JEM wird zuerst als Klassifikator trainiert. Dann werden Stichproben aus dem Modell erzeugt, und das Training macht sie weniger wahrscheinlich als die echten Ausschnitte. Dasselbe geschieht mit synthetischen Ausreißern: Ausschnitten, die weichgezeichnet, umgefärbt, vergrößert, durchmischt oder durch Rauschen ersetzt wurden. Divergiert das Training, wird es ab seinem letzten guten Stand fortgesetzt, und das Protokoll nennt dies. Ein unterbrochenes Training wird ab seiner letzten Epoche fortgesetzt, wenn es mit „Unterbrochenes Training fortsetzen“ erneut gestartet wird.</translation>
    </message>
    <message>
        <source>Dataset folder</source>
        <translation>Ordner des Datensatzes</translation>
    </message>
    <message>
        <source>A folder with a subfolder for each class, named after the class. The subfolders contain square images of one size: JPEG, PNG or GeoTIFF, with any number of bands. Use either a dataset folder, or images with labels.</source>
        <translation>Ein Ordner mit einem Unterordner je Klasse, nach der Klasse benannt. Die Unterordner enthalten quadratische Bilder einer Größe: JPEG, PNG oder GeoTIFF, mit beliebig vielen Kanälen. Entweder einen Datensatzordner oder Bilder mit Labels verwenden.</translation>
    </message>
    <message>
        <source>One or more images with the same bands. Bands with names may be in a different order in each image. Default: those of the folder of patches. Patches are cut from them.</source>
        <translation>Ein oder mehrere Bilder mit denselben Kanälen. Kanäle mit Namen können in jedem Bild anders angeordnet sein. Vorgabe: die des Ordners mit Ausschnitten. Ausschnitte werden daraus geschnitten.</translation>
    </message>
    <message>
        <source>The ground truth for the images: points (a patch around each point), or polygons or class rasters (patches that lie mostly in one class), in any CRS. Either one layer for all images, or one layer for each image in the same order.</source>
        <translation>Die Referenzdaten zu den Bildern: Punkte (ein Ausschnitt um jeden Punkt) oder Polygone oder Klassenraster (Ausschnitte, die größtenteils in einer Klasse liegen), in beliebigem KBS. Entweder ein Layer für alle Bilder oder ein Layer je Bild in derselben Reihenfolge.</translation>
    </message>
    <message>
        <source>The field of the labels with the class. It is required for points. Default for polygons: all polygons are one class, and everything else is background.</source>
        <translation>Das Feld der Labels mit der Klasse. Bei Punkten ist es nötig. Vorgabe bei Polygonen: Alle Polygone sind eine Klasse, alles andere ist Hintergrund.</translation>
    </message>
    <message>
        <source>Side length of the patches that are cut from images. Patches of a dataset folder keep their own size.</source>
        <translation>Seitenlänge der Ausschnitte, die aus Bildern geschnitten werden. Ausschnitte eines Datensatzordners behalten ihre eigene Größe.</translation>
    </message>
    <message>
        <source>Kind of model</source>
        <translation>Art des Modells</translation>
    </message>
    <message>
        <source>'jem' gives the class of a patch and how likely the patch is. 'classifier' gives the class only.</source>
        <translation>„jem“ liefert die Klasse eines Ausschnitts und wie wahrscheinlich der Ausschnitt ist. „classifier“ liefert nur die Klasse.</translation>
    </message>
    <message>
        <source>classifier</source>
        <translation>Klassifikator</translation>
    </message>
    <message>
        <source>Depth of the network (layers)</source>
        <translation>Tiefe des Netzes (Schichten)</translation>
    </message>
    <message>
        <source>10, 16, 22, 28, ... layers of a Wide-ResNet. 28 layers with width 10 are usual in publications, and need a GPU.</source>
        <translation>10, 16, 22, 28, ... Schichten eines Wide-ResNet. 28 Schichten mit Breite 10 sind in Veröffentlichungen üblich und brauchen eine GPU.</translation>
    </message>
    <message>
        <source>Width of the network</source>
        <translation>Breite des Netzes</translation>
    </message>
    <message>
        <source>The three stages of the network have 16, 32 and 64 times this number of channels. Computing time grows with its square.</source>
        <translation>Die drei Stufen des Netzes haben das 16-, 32- und 64-Fache dieser Zahl an Merkmalskanälen. Die Rechenzeit wächst mit ihrem Quadrat.</translation>
    </message>
    <message>
        <source>Normalization</source>
        <translation>Normierung</translation>
    </message>
    <message>
        <source>'batch' trains fastest by far. It is fixed while log p(x) is trained, so start with some epochs as a classifier. 'weight' standardizes the weights instead. 'group' normalizes groups of channels in each patch. 'none' is for shallow networks.</source>
        <translation>„batch“ trainiert bei Weitem am schnellsten. Sie wird festgehalten, während log p(x) trainiert wird; daher mit einigen Epochen als Klassifikator beginnen. „weight“ standardisiert stattdessen die Gewichte. „group“ normiert Gruppen von Merkmalskanälen in jedem Ausschnitt. „none“ ist für flache Netze.</translation>
    </message>
    <message>
        <source>batch</source>
        <translation>Batch</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>Stride of the first layer (px)</source>
        <translation>Schrittweite der ersten Schicht (px)</translation>
    </message>
    <message>
        <source>1 = the first stage works at full resolution, which takes four times as long as 2.</source>
        <translation>1 = die erste Stufe arbeitet in voller Auflösung, was viermal so lange dauert wie 2.</translation>
    </message>
    <message>
        <source>An existing scene classification model to fine-tune: the training keeps its network and scaling. Or a time series model, whose code of the place, learned without labels, then distinguishes the classes. Default: the training starts from random weights.</source>
        <translation>Ein vorhandenes Szenenklassifikationsmodell zum Nachtrainieren: Das Training behält sein Netz und seine Skalierung. Oder ein Zeitreihenmodell, dessen ohne Labels gelernter Code des Ortes dann die Klassen unterscheidet. Vorgabe: Das Training beginnt mit zufälligen Gewichten.</translation>
    </message>
    <message>
        <source>Train the last layer only</source>
        <translation>Nur die letzte Schicht trainieren</translation>
    </message>
    <message>
        <source>With an initial model: what it has learned stays as it is, and only the layer that distinguishes classes is trained. This is fast, and suits few labels.</source>
        <translation>Mit einem Ausgangsmodell: Was es gelernt hat, bleibt, wie es ist, und nur die Schicht, die Klassen unterscheidet, wird trainiert. Das ist schnell und passt zu wenigen Labels.</translation>
    </message>
    <message>
        <source>Epochs as a classifier</source>
        <translation>Epochen als Klassifikator</translation>
    </message>
    <message>
        <source>Number of epochs that train the classes. A JEM starts with them. 0 skips them, and needs an initial model.</source>
        <translation>Anzahl der Epochen, die die Klassen trainieren. Ein JEM beginnt damit. 0 überspringt sie und braucht ein Ausgangsmodell.</translation>
    </message>
    <message>
        <source>Epochs as a JEM</source>
        <translation>Epochen als JEM</translation>
    </message>
    <message>
        <source>Number of epochs that train classes and log p(x) together. Not used for a plain classifier.</source>
        <translation>Anzahl der Epochen, die Klassen und log p(x) zusammen trainieren. Bei einem einfachen Klassifikator nicht verwendet.</translation>
    </message>
    <message>
        <source>Number of patches that are processed together; for a JEM also a quarter as many samples and half as many outliers. Halve it if the memory is not sufficient. In each epoch, every patch is drawn once on average.</source>
        <translation>Anzahl der Ausschnitte, die zusammen verarbeitet werden; bei einem JEM außerdem ein Viertel so viele Stichproben und halb so viele Ausreißer. Halbieren, wenn der Speicher nicht ausreicht. In jeder Epoche wird jeder Ausschnitt im Mittel einmal gezogen.</translation>
    </message>
    <message>
        <source>Maximum learning rate as a classifier</source>
        <translation>Größte Lernrate als Klassifikator</translation>
    </message>
    <message>
        <source>Step size of the optimizer. Lower it when the loss jumps, or for fine-tuning.</source>
        <translation>Schrittweite des Optimierers. Senken, wenn der Verlust springt oder zum Nachtrainieren.</translation>
    </message>
    <message>
        <source>Maximum learning rate as a JEM</source>
        <translation>Größte Lernrate als JEM</translation>
    </message>
    <message>
        <source>Step size of the optimizer for a JEM. It is several times lower than for a classifier, because the samples must follow the changes of the model.</source>
        <translation>Schrittweite des Optimierers bei einem JEM. Sie ist mehrmals kleiner als bei einem Klassifikator, weil die Stichproben den Änderungen des Modells folgen müssen.</translation>
    </message>
    <message>
        <source>Number of sampling steps in each training step. More steps give better samples and a slower training.</source>
        <translation>Anzahl der Stichprobenschritte in jedem Trainingsschritt. Mehr Schritte ergeben bessere Stichproben und ein langsameres Training.</translation>
    </message>
    <message>
        <source>Sampling step size</source>
        <translation>Länge der Stichprobenschritte</translation>
    </message>
    <message>
        <source>How far each sampling step follows the gradient of log p(x). If the report shows that samples are always far less likely than real patches, the steps are too large; reduce them.</source>
        <translation>Wie weit jeder Stichprobenschritt dem Gradienten von log p(x) folgt. Zeigt der Bericht, dass Stichproben stets viel unwahrscheinlicher als echte Ausschnitte sind, sind die Schritte zu groß: verkleinern.</translation>
    </message>
    <message>
        <source>Sampling noise (0 to 1)</source>
        <translation>Stichprobenrauschen (0 bis 1)</translation>
    </message>
    <message>
        <source>Standard deviation of the noise that is added in each sampling step; 1 is half the range of the values.</source>
        <translation>Standardabweichung des Rauschens, das in jedem Stichprobenschritt hinzugefügt wird; 1 ist der halbe Wertebereich.</translation>
    </message>
    <message>
        <source>Number of stored samples</source>
        <translation>Anzahl gespeicherter Stichproben</translation>
    </message>
    <message>
        <source>Number of samples that are stored and continued later, the same number for each class; at least a quarter of the batch size. With many, each is updated rarely, and a short training does not reach good samples.</source>
        <translation>Anzahl der Stichproben, die gespeichert und später fortgesetzt werden, gleich viele für jede Klasse; mindestens ein Viertel der Batch-Größe. Bei vielen wird jede selten aktualisiert, und ein kurzes Training erreicht keine guten Stichproben.</translation>
    </message>
    <message>
        <source>Share of restarted samples (0 to 1)</source>
        <translation>Anteil neu begonnener Stichproben (0 bis 1)</translation>
    </message>
    <message>
        <source>In each training step, this share of the samples starts again from a random image with the colours and textures of the class.</source>
        <translation>In jedem Trainingsschritt beginnt dieser Anteil der Stichproben neu mit einem Zufallsbild mit den Farben und Texturen der Klasse.</translation>
    </message>
    <message>
        <source>Weight of log p(x)</source>
        <translation>Gewicht von log p(x)</translation>
    </message>
    <message>
        <source>Weight of log p(x) in the loss, compared with the classes. Higher values give better samples, but small networks then lose accuracy.</source>
        <translation>Gewicht von log p(x) im Verlust, im Vergleich zu den Klassen. Höhere Werte ergeben bessere Stichproben, aber kleine Netze verlieren dann an Genauigkeit.</translation>
    </message>
    <message>
        <source>Weight of outliers</source>
        <translation>Gewicht der Ausreißer</translation>
    </message>
    <message>
        <source>Weight of the synthetic outliers in the loss, compared with the classes. With 0 the model gives blurred or recoloured images a higher confidence.</source>
        <translation>Gewicht der synthetischen Ausreißer im Verlust, im Vergleich zu den Klassen. Bei 0 gibt das Modell weichgezeichneten oder umgefärbten Bildern eine höhere Konfidenz.</translation>
    </message>
    <message>
        <source>Folder of additional outliers</source>
        <translation>Ordner mit weiteren Ausreißern</translation>
    </message>
    <message>
        <source>A folder of images that belong to no class, in the size of the patches. The training makes them unlikely. Default: only the synthetic outliers.</source>
        <translation>Ein Ordner mit Bildern, die zu keiner Klasse gehören, in der Größe der Ausschnitte. Das Training macht sie unwahrscheinlich. Vorgabe: nur die synthetischen Ausreißer.</translation>
    </message>
    <message>
        <source>Share of the patches that is held back to measure the accuracy and to calibrate the probabilities. Georeferenced patches are held back in blocks, because neighbouring patches look alike.</source>
        <translation>Anteil der Ausschnitte, der zurückgehalten wird, um die Genauigkeit zu messen und die Wahrscheinlichkeiten zu kalibrieren. Georeferenzierte Ausschnitte werden in Blöcken zurückgehalten, weil benachbarte Ausschnitte ähnlich aussehen.</translation>
    </message>
    <message>
        <source>The model file: the weights, and everything needed to apply them (bands, resolution, scaling, classes, stored samples, training record). Default: a new file in your folder of models.</source>
        <translation>Die Modelldatei: die Gewichte und alles, was zu ihrer Anwendung nötig ist (Kanäle, Auflösung, Skalierung, Klassen, gespeicherte Stichproben, Trainingsprotokoll). Vorgabe: eine neue Datei im Modellordner.</translation>
    </message>
    <message>
        <source>An HTML page with the training curves, accuracy, confusion matrix, calibration, and samples.</source>
        <translation>Eine HTML-Seite mit den Trainingskurven, Genauigkeit, Konfusionsmatrix, Kalibrierung und Stichproben.</translation>
    </message>
    <message>
        <source>Accuracy (0 to 1)</source>
        <translation>Genauigkeit (0 bis 1)</translation>
    </message>
    <message>
        <source>Share of the validation patches with the correct class.</source>
        <translation>Anteil der Validierungsausschnitte mit der richtigen Klasse.</translation>
    </message>
    <message>
        <source>Mean difference between probability and accuracy on the validation patches.</source>
        <translation>Mittlere Differenz zwischen Wahrscheinlichkeit und Genauigkeit an den Validierungsausschnitten.</translation>
    </message>
    <message>
        <source>Train a segmentation model</source>
        <translation>Segmentierung trainieren</translation>
    </message>
    <message>
        <source>Train a network to classify every pixel, from images and labels (polygons or class rasters).</source>
        <translation>Trainiert ein Netz, das jedes Pixel klassifiziert, aus Bildern und Labels (Polygonen oder Klassenrastern).</translation>
    </message>
    <message>
        <source>Training windows are drawn from the images during the training, balanced between the classes; no image chips need to be exported before. Part of the images is held back to measure the accuracy. The result is one model file for 'Segment an image'. An interrupted training continues from its last epoch when you run it again with 'Resume an interrupted training'.</source>
        <translation>Trainingsfenster werden während des Trainings aus den Bildern gezogen, ausgeglichen zwischen den Klassen; vorher müssen keine Chips exportiert werden. Ein Teil der Bilder wird zurückgehalten, um die Genauigkeit zu messen. Das Ergebnis ist eine Modelldatei für „Bild segmentieren“. Ein unterbrochenes Training wird ab seiner letzten Epoche fortgesetzt, wenn es mit „Unterbrochenes Training fortsetzen“ erneut gestartet wird.</translation>
    </message>
    <message>
        <source>If you have a large but imprecise map, and correct labels of a small area, give them as imprecise labels and clean labels instead.</source>
        <translation>Bei einer großen, aber ungenauen Karte und richtigen Labels eines kleinen Gebiets diese stattdessen als ungenaue Labels und saubere Labels angeben.</translation>
    </message>
    <message>
        <source>u-net</source>
        <translation>u-net</translation>
    </message>
    <message>
        <source>One or more images with the same bands. Bands with names may be in a different order in each image. Default: those of the folder of patches.</source>
        <translation>Ein oder mehrere Bilder mit denselben Kanälen. Kanäle mit Namen können in jedem Bild anders angeordnet sein. Vorgabe: die des Ordners mit Ausschnitten.</translation>
    </message>
    <message>
        <source>The ground truth: polygons or class rasters, in any CRS. Either one layer for all images, or one layer for each image in the same order. The class maps of the model have the same class numbers (0 to 254). Default: those of the folder of patches, or imprecise labels with clean labels, see below.</source>
        <translation>Die Referenzdaten: Polygone oder Klassenraster, in beliebigem KBS. Entweder ein Layer für alle Bilder oder ein Layer je Bild in derselben Reihenfolge. Die Klassenkarten des Modells haben dieselben Klassennummern (0 bis 254). Vorgabe: die des Ordners mit Ausschnitten, oder ungenaue Labels mit sauberen Labels, siehe unten.</translation>
    </message>
    <message>
        <source>Instead of images and labels: a folder that 'Extract patches' has written as GeoTIFF. Its parts are used for training and validation as they are; the test part is not used. Default: images and labels.</source>
        <translation>Statt Bildern und Labels: ein Ordner, den „Ausschnitte extrahieren“ als GeoTIFF geschrieben hat. Seine Teile werden unverändert für Training und Validierung verwendet; der Testteil wird nicht verwendet. Vorgabe: Bilder und Labels.</translation>
    </message>
    <message>
        <source>Further images of the same places with other bands or another resolution, for example the 20 m bands beside those of 10 m, or multispectral beside panchromatic: one for each image, in the same order. The network reads each at its own resolution; the finest are the images above. Default: a model of the images alone.</source>
        <translation>Weitere Bilder derselben Orte mit anderen Kanälen oder anderer Auflösung, zum Beispiel die 20-m-Kanäle neben denen von 10 m, oder multispektral neben panchromatisch: eines je Bild, in derselben Reihenfolge. Das Netz liest jedes in seiner eigenen Auflösung; die feinsten sind die Bilder oben. Vorgabe: ein Modell nur der Bilder.</translation>
    </message>
    <message>
        <source>Second and third images may be missing</source>
        <translation>Zweite und dritte Bilder dürfen fehlen</translation>
    </message>
    <message>
        <source>The model will also work where its second or third image is missing. It is trained without each of them in a fifth of the windows, and the report states the accuracy without each.</source>
        <translation>Das Modell funktioniert auch, wo sein zweites oder drittes Bild fehlt. Es wird in einem Fünftel der Fenster ohne jedes von ihnen trainiert, und der Bericht nennt die Genauigkeit ohne jedes.</translation>
    </message>
    <message>
        <source>'unet' is the standard choice. 'resunet' is faster on a CPU. 'fcn' uses more context and has coarser edges. 'mlp' combines the features of 'fcn' at all scales, which gives finer edges. With second images, 'unet' means 'multiunet', which reads each image at its own resolution; the other networks take none.</source>
        <translation>„unet“ ist die übliche Wahl. „resunet“ ist auf einer CPU schneller. „fcn“ nutzt mehr Kontext und hat gröbere Kanten. „mlp“ verbindet die Merkmale von „fcn“ in allen Maßstäben, was feinere Kanten ergibt. Mit zweiten Bildern bedeutet „unet“ „multiunet“, das jedes Bild in seiner eigenen Auflösung liest; die anderen Netze nehmen keine.</translation>
    </message>
    <message>
        <source>multiunet</source>
        <translation>multiunet</translation>
    </message>
    <message>
        <source>An existing model to fine-tune. The training keeps its network, base channels and scaling. A 'unet' that was trained without second images can be continued with them. Default: the training starts from random weights.</source>
        <translation>Ein vorhandenes Modell zum Nachtrainieren. Das Training behält sein Netz, seine Basiskanäle und seine Skalierung. Ein „unet“, das ohne zweite Bilder trainiert wurde, kann mit ihnen fortgesetzt werden. Vorgabe: Das Training beginnt mit zufälligen Gewichten.</translation>
    </message>
    <message>
        <source>Imprecise labels</source>
        <translation>Ungenaue Labels</translation>
    </message>
    <message>
        <source>Instead of labels: a large map that may be outdated, displaced or incomplete, as polygons or class rasters. The network is trained with it first (step 1), then with the clean labels and a quarter of imprecise windows (step 2). For comparison, a third network is trained with the clean labels only. The best of the three is saved; all are validated with clean labels of places that none was trained with, and where these are few also with imprecise ones. Default: none.</source>
        <translation>Statt Labels: eine große Karte, die veraltet, verschoben oder unvollständig sein darf, als Polygone oder Klassenraster. Das Netz wird zuerst damit trainiert (Schritt 1), dann mit den sauberen Labels und einem Viertel ungenauer Fenster (Schritt 2). Zum Vergleich wird ein drittes Netz nur mit den sauberen Labels trainiert. Das beste der drei wird gespeichert; alle werden mit sauberen Labels von Orten validiert, mit denen keines trainiert wurde, und wo es davon wenige gibt, auch mit ungenauen. Vorgabe: keine.</translation>
    </message>
    <message>
        <source>Clean labels</source>
        <translation>Saubere Labels</translation>
    </message>
    <message>
        <source>Correct labels of a small part of the images, with the same classes as the imprecise labels. Validation data are taken from these alone. Default: none.</source>
        <translation>Richtige Labels eines kleinen Teils der Bilder, mit denselben Klassen wie die ungenauen Labels. Nur aus ihnen werden Validierungsdaten genommen. Vorgabe: keine.</translation>
    </message>
    <message>
        <source>Area with clean labels</source>
        <translation>Gebiet mit sauberen Labels</translation>
    </message>
    <message>
        <source>Polygons where the clean labels are complete. Needed where the clean labels are polygons without a class field. Default: clean labels count where there are any.</source>
        <translation>Polygone, in denen die sauberen Labels vollständig sind. Nötig, wo die sauberen Labels Polygone ohne Klassenfeld sind. Vorgabe: Saubere Labels zählen, wo es welche gibt.</translation>
    </message>
    <message>
        <source>Usual error of the imprecise labels (m)</source>
        <translation>Üblicher Fehler der ungenauen Labels (m)</translation>
    </message>
    <message>
        <source>How far the edges in the imprecise labels usually lie from the true ones. So near to an edge between two classes, the imprecise labels are not used.</source>
        <translation>Wie weit die Kanten in den ungenauen Labels üblicherweise von den wahren entfernt liegen. So nah an einer Kante zwischen zwei Klassen werden die ungenauen Labels nicht verwendet.</translation>
    </message>
    <message>
        <source>Align the imprecise labels first</source>
        <translation>Die ungenauen Labels zuerst ausrichten</translation>
    </message>
    <message>
        <source>Moves the imprecise labels, which must be polygons of buildings, to where the images show them, as 'Align vectors' does.</source>
        <translation>Verschiebt die ungenauen Labels, die Gebäudepolygone sein müssen, dorthin, wo die Bilder sie zeigen, wie „Vektoren ausrichten“.</translation>
    </message>
    <message>
        <source>Imprecise labels may lack objects</source>
        <translation>Ungenauen Labels können Objekte fehlen</translation>
    </message>
    <message>
        <source>Where the network gives an object a probability above 0.9 during the training and the imprecise labels have background, the pixel is not used. The report has the share of these pixels. This applies to labels with the background value 0.</source>
        <translation>Wo das Netz einem Objekt während des Trainings eine Wahrscheinlichkeit über 0,9 gibt und die ungenauen Labels Hintergrund haben, wird das Pixel nicht verwendet. Der Bericht nennt den Anteil dieser Pixel. Dies gilt für Labels mit dem Hintergrundwert 0.</translation>
    </message>
    <message>
        <source>Numbers in which the images differ, such as the sun's elevation, which the network reads beside the bands: name, unit, and a number for each image, as 'sun elevation (°) = 34.2, 51; day of year = 289, 112'. The model then needs them of each image that it is applied to. Default: none.</source>
        <translation>Zahlen, in denen sich die Bilder unterscheiden, etwa die Sonnenhöhe, die das Netz neben den Kanälen liest: Name, Einheit und eine Zahl für jedes Bild, etwa „sun elevation (°) = 34.2, 51; day of year = 289, 112“. Das Modell braucht sie dann für jedes Bild, auf das es angewandt wird. Vorgabe: keine.</translation>
    </message>
    <message>
        <source>An HTML page with the training curves (loss and accuracy), the confusion matrix, and predictions beside the labels.</source>
        <translation>Eine HTML-Seite mit den Trainingskurven (Verlust und Genauigkeit), der Konfusionsmatrix und Vorhersagen neben den Labels.</translation>
    </message>
    <message>
        <source>Train a super-resolution model</source>
        <translation>Superauflösung trainieren</translation>
    </message>
    <message>
        <source>Train a network that makes images finer, from pairs of coarse and fine images or from coarse ones alone.</source>
        <translation>Trainiert ein Netz, das Bilder feiner macht, aus Paaren grober und feiner Bilder oder nur aus groben.</translation>
    </message>
    <message>
        <source>A pair of images never quite fits. Each fine image is brought to the grid, the place and the values of its coarse one, and clouds, fill values and changes between the two are left out. Without fine images, the network is trained to restore the coarse images from degraded copies; later it does the same one scale finer. This assumes that the ground looks alike at both scales, which is less true of towns than of fields.</source>
        <translation>Ein Bildpaar passt nie ganz. Jedes feine Bild wird auf das Gitter, die Lage und die Werte seines groben gebracht, und Wolken, Füllwerte und Veränderungen zwischen beiden werden ausgelassen. Ohne feine Bilder wird das Netz darauf trainiert, die groben Bilder aus vergröberten Kopien wiederherzustellen; später tut es dasselbe einen Maßstab feiner. Das setzt voraus, dass der Boden in beiden Maßstäben gleich aussieht, was auf Städte weniger zutrifft als auf Felder.</translation>
    </message>
    <message>
        <source>Bands of 20 m of a sensor that has others of 10 m, as Sentinel-2, are best made finer with these as guide images: their detail was measured at the same moment and is not a guess.</source>
        <translation>Kanäle mit 20 m eines Sensors, der andere mit 10 m hat, wie Sentinel-2, werden am besten mit diesen als Führungsbildern verfeinert: Deren Einzelheiten wurden im selben Augenblick gemessen und sind nicht geraten.</translation>
    </message>
    <message>
        <source>Averaged over a pixel of the given image, the output of the model has the value of that pixel. Detail that is finer is a guess from other places: do not count, measure or date objects in it. The model also estimates the error of each pixel, calibrated on blocks of ground that are held back from the training.</source>
        <translation>Über ein Pixel des gegebenen Bildes gemittelt, hat die Ausgabe des Modells den Wert dieses Pixels. Feinere Details sind eine Vermutung nach anderen Orten: darin keine Objekte zählen, messen oder datieren. Das Modell schätzt auch den Fehler jedes Pixels, kalibriert an Blöcken des Bodens, die vom Training zurückgehalten werden.</translation>
    </message>
    <message>
        <source>edsr</source>
        <translation>edsr</translation>
    </message>
    <message>
        <source>gan</source>
        <translation>gan</translation>
    </message>
    <message>
        <source>sr4rs</source>
        <translation>sr4rs</translation>
    </message>
    <message>
        <source>Coarse images</source>
        <translation>Grobe Bilder</translation>
    </message>
    <message>
        <source>The coarse images, with the same bands. They stay as they are.</source>
        <translation>Die groben Bilder, mit denselben Kanälen. Sie bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Fine images</source>
        <translation>Feine Bilder</translation>
    </message>
    <message>
        <source>The fine images of the same places, one for each coarse one in the same order, of the same days if possible. Images that were stretched for display are no measurements: use raw values. Default: none, the network is trained on the coarse images alone.</source>
        <translation>Die feinen Bilder derselben Orte, eines je grobem in derselben Reihenfolge, möglichst von denselben Tagen. Zur Anzeige gestreckte Bilder sind keine Messungen: Rohwerte verwenden. Vorgabe: keine, das Netz wird nur mit den groben Bildern trainiert.</translation>
    </message>
    <message>
        <source>Guide images</source>
        <translation>Führungsbilder</translation>
    </message>
    <message>
        <source>In place of fine images: finer bands of the same sensor and the same moment, one image for each coarse image in the same order. For the 20 m bands of Sentinel-2 these are the 10 m bands; the network is trained to use their detail. Default: none.</source>
        <translation>Anstelle feiner Bilder: feinere Kanäle desselben Sensors und desselben Augenblicks, ein Bild für jedes grobe Bild in derselben Reihenfolge. Für die 20-m-Kanäle von Sentinel-2 sind das die 10-m-Kanäle; das Netz wird darauf trainiert, deren Einzelheiten zu nutzen. Vorgabe: keine.</translation>
    </message>
    <message>
        <source>Of the coarse images, such as 1, 2, 3. Default: all bands but alpha.</source>
        <translation>Die der groben Bilder, etwa 1, 2, 3. Vorgabe: alle Kanäle außer Alpha.</translation>
    </message>
    <message>
        <source>Band numbers of the fine images</source>
        <translation>Kanalnummern der feinen Bilder</translation>
    </message>
    <message>
        <source>Band numbers in the order of the coarse bands. If there are more or fewer than these, each coarse band is taken as a mixture of all. Default: all bands but alpha.</source>
        <translation>Kanalnummern in der Reihenfolge der groben Kanäle. Sind es mehr oder weniger als diese, gilt jeder grobe Kanal als Mischung aus allen. Vorgabe: alle Kanäle außer Alpha.</translation>
    </message>
    <message>
        <source>Ratio (2 to 8)</source>
        <translation>Verhältnis (2 bis 8)</translation>
    </message>
    <message>
        <source>How many fine pixels lie along a coarse one. Default: that of the initial model, else the ratio of the pixel sizes in whole numbers; 4 without fine and guide images.</source>
        <translation>Wie viele feine Pixel entlang eines groben liegen. Vorgabe: das des Ausgangsmodells, sonst das Verhältnis der Pixelgrößen in ganzen Zahlen; 4 ohne feine Bilder und Führungsbilder.</translation>
    </message>
    <message>
        <source>How the values of the fine images become those of the coarse ones. 'regression' fits gain and offset of each band, 'histogram' a rising curve too.</source>
        <translation>Wie die Werte der feinen Bilder zu denen der groben werden. „regression“ passt Faktor und Versatz jedes Kanals an, „histogram“ außerdem eine steigende Kurve.</translation>
    </message>
    <message>
        <source>The fine images are moved by up to this distance to where they match the coarse images. With 0 they are not moved.</source>
        <translation>Die feinen Bilder werden um höchstens diese Strecke dorthin verschoben, wo sie zu den groben passen. Bei 0 werden sie nicht verschoben.</translation>
    </message>
    <message>
        <source>Only the images inside these polygons are used. Default: the whole images.</source>
        <translation>Nur die Bilder innerhalb dieser Polygone werden verwendet. Vorgabe: die ganzen Bilder.</translation>
    </message>
    <message>
        <source>The share of the ground that is held back, in blocks, to measure the accuracy and the expected error.</source>
        <translation>Der Anteil des Bodens, der in Blöcken zurückgehalten wird, um die Genauigkeit und den erwarteten Fehler zu messen.</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>Schärfe</translation>
    </message>
    <message>
        <source>'adversarial' adds a second stage, in which the network competes with another one that distinguishes its images from real ones. The model can then make images that look sharper, but part of their detail is invented. 'none' has the smallest errors.</source>
        <translation>„adversarial“ fügt eine zweite Stufe hinzu, in der das Netz gegen ein anderes antritt, das seine Bilder von echten unterscheidet. Das Modell kann dann Bilder erzeugen, die schärfer aussehen, aber ein Teil ihrer Details ist erfunden. „none“ hat die kleinsten Fehler.</translation>
    </message>
    <message>
        <source>adversarial</source>
        <translation>adversariell</translation>
    </message>
    <message>
        <source>Number of feature channels of the network. Computing time grows with its square.</source>
        <translation>Anzahl der Merkmalskanäle des Netzes. Die Rechenzeit wächst mit ihrem Quadrat.</translation>
    </message>
    <message>
        <source>Residual blocks</source>
        <translation>Residualblöcke</translation>
    </message>
    <message>
        <source>Number of blocks of the network, of two convolutions each. Computing time grows with it.</source>
        <translation>Anzahl der Blöcke des Netzes zu je zwei Faltungen. Die Rechenzeit wächst mit ihr.</translation>
    </message>
    <message>
        <source>An existing model to fine-tune. The training keeps its network, ratio and scaling. Default: the training starts from random weights.</source>
        <translation>Ein vorhandenes Modell zum Nachtrainieren. Das Training behält sein Netz, sein Verhältnis und seine Skalierung. Vorgabe: Das Training beginnt mit zufälligen Gewichten.</translation>
    </message>
    <message>
        <source>Step size of the optimizer. Lower it (for example to 0.0005) for fine-tuning.</source>
        <translation>Schrittweite des Optimierers. Zum Nachtrainieren senken (zum Beispiel auf 0,0005).</translation>
    </message>
    <message>
        <source>Number of epochs. In each epoch the network is trained on as many patches as given by 'Windows per epoch'. The default takes about half an hour on two processor cores.</source>
        <translation>Anzahl der Epochen. In jeder Epoche wird das Netz mit so vielen Ausschnitten trainiert, wie „Fenster je Epoche“ angibt. Die Vorgabe dauert auf zwei Prozessorkernen etwa eine halbe Stunde.</translation>
    </message>
    <message>
        <source>Number of training windows, of 24 x 24 coarse pixels, that are drawn from the images in each epoch.</source>
        <translation>Anzahl der Trainingsfenster von 24 x 24 groben Pixeln, die in jeder Epoche aus den Bildern gezogen werden.</translation>
    </message>
    <message>
        <source>Maximum time (minutes)</source>
        <translation>Höchstdauer (Minuten)</translation>
    </message>
    <message>
        <source>The training ends in about this time, even with fewer epochs. The result then depends on the speed of the computer. Default: no limit.</source>
        <translation>Das Training endet nach etwa dieser Zeit, auch mit weniger Epochen. Das Ergebnis hängt dann von der Geschwindigkeit des Computers ab. Vorgabe: keine Grenze.</translation>
    </message>
    <message>
        <source>The model file for 'Super-resolve an image': the weights, and everything needed to apply them. Default: a new file in your folder of models.</source>
        <translation>Die Modelldatei für „Bildauflösung erhöhen“: die Gewichte und alles, was zu ihrer Anwendung nötig ist. Vorgabe: eine neue Datei im Modellordner.</translation>
    </message>
    <message>
        <source>An HTML page with how the pairs of images fit, training curves, the accuracy beside that of interpolation, pictures and settings.</source>
        <translation>Eine HTML-Seite damit, wie die Bildpaare zusammenpassen, mit Trainingskurven, der Genauigkeit neben der einer Interpolation, Bildern und Einstellungen.</translation>
    </message>
    <message>
        <source>Train a time series model</source>
        <translation>Zeitreihenmodell trainieren</translation>
    </message>
    <message>
        <source>Train a network that separates what a place is from what a date does to it, on a series of images without labels.</source>
        <translation>Trainiert ein Netz, das trennt, was ein Ort ist und was ein Zeitpunkt mit ihm macht, an einer Bildzeitreihe ohne Labels.</translation>
    </message>
    <message>
        <source>The network describes each cell of 8 pixels by a shared code, which is to be the same at all dates, and each image by an exclusive code: season, sun and haze of the whole, and what happened in each cell of 16 pixels. It is trained by painting each image from the shared code of another date. The model serves to paint a place as of another date, to find places again, to segment without classes, and to detect change.</source>
        <translation>Das Netz beschreibt jede Zelle von 8 Pixeln durch einen gemeinsamen Code, der zu allen Zeitpunkten derselbe sein soll, und jedes Bild durch einen exklusiven Code: Jahreszeit, Sonne und Dunst des Ganzen und was in jeder Zelle von 16 Pixeln geschehen ist. Es wird trainiert, indem es jedes Bild aus dem gemeinsamen Code eines anderen Zeitpunkts malt. Das Modell dient dazu, einen Ort wie zu einem anderen Zeitpunkt zu malen, Orte wiederzufinden, ohne Klassen zu segmentieren und Veränderungen zu erkennen.</translation>
    </message>
    <message>
        <source>The images need not have the same grid, extent or clouds. They are brought to the grid of the first one, shifts are corrected, and clouds are masked. The report describes in words where the codes hold what they should not: the exclusive code the place, or the shared one the date. More dates and more ground help.</source>
        <translation>Die Bilder brauchen nicht dasselbe Gitter, dieselbe Ausdehnung oder dieselben Wolken zu haben. Sie werden auf das Gitter des ersten gebracht, Verschiebungen werden korrigiert, und Wolken werden maskiert. Der Bericht beschreibt in Worten, wo die Codes enthalten, was sie nicht sollen: der exklusive Code den Ort oder der gemeinsame den Zeitpunkt. Mehr Zeitpunkte und mehr Boden helfen.</translation>
    </message>
    <message>
        <source>self-supervised</source>
        <translation>selbstüberwacht</translation>
    </message>
    <message>
        <source>disentangled</source>
        <translation>entflochten</translation>
    </message>
    <message>
        <source>representation</source>
        <translation>Repräsentation</translation>
    </message>
    <message>
        <source>multitemporal</source>
        <translation>multitemporal</translation>
    </message>
    <message>
        <source>season</source>
        <translation>Jahreszeit</translation>
    </message>
    <message>
        <source>change</source>
        <translation>Veränderung</translation>
    </message>
    <message>
        <source>Two or more images of one place at different dates, with the same bands. The first one's grid is used; the others are warped to it.</source>
        <translation>Zwei oder mehr Bilder eines Ortes von verschiedenen Zeitpunkten, mit denselben Kanälen. Verwendet wird das Gitter des ersten; die anderen werden darauf entzerrt.</translation>
    </message>
    <message>
        <source>The bands that are used, for example '4, 3, 2'. Default: all bands but alpha.</source>
        <translation>Die verwendeten Kanäle, zum Beispiel „4, 3, 2“. Vorgabe: alle Kanäle außer Alpha.</translation>
    </message>
    <message>
        <source>What is not to be used, one layer for each image in the same order: a scene classification, quality bits, or a layer that is not 0 where the image is bad. Default: clouds are found by their brightness.</source>
        <translation>Was nicht verwendet werden soll, ein Layer je Bild in derselben Reihenfolge: eine Szenenklassifikation, Qualitätsbits oder ein Layer, der nicht 0 ist, wo das Bild schlecht ist. Vorgabe: Wolken werden an ihrer Helligkeit erkannt.</translation>
    </message>
    <message>
        <source>Estimate the shifts between the images and correct up to 2 px.</source>
        <translation>Schätzt die Verschiebungen zwischen den Bildern und korrigiert bis zu 2 px.</translation>
    </message>
    <message>
        <source>Polygons inside which the images are used. Default: everywhere.</source>
        <translation>Polygone, innerhalb derer die Bilder verwendet werden. Vorgabe: überall.</translation>
    </message>
    <message>
        <source>This share of the ground is held back in squares, which the report is measured on.</source>
        <translation>Dieser Anteil des Bodens wird in Quadraten zurückgehalten, an denen für den Bericht gemessen wird.</translation>
    </message>
    <message>
        <source>An existing time series model to fine-tune. The training keeps its network and scaling. Default: the training starts from random weights.</source>
        <translation>Ein vorhandenes Zeitreihenmodell zum Nachtrainieren. Das Training behält sein Netz und seine Skalierung. Vorgabe: Das Training beginnt mit zufälligen Gewichten.</translation>
    </message>
    <message>
        <source>'dense' is the network described above. 'paper' is that of Sanchez, Serrurier and Ortner (2019) with its losses, to be compared with: it sees an image as windows of 64 pixels, which show in all that is made with it, and it needs many times as long. Ignored with an initial model.</source>
        <translation>„dense“ ist das oben beschriebene Netz. „paper“ ist das von Sanchez, Serrurier und Ortner (2019) mit seinen Verlusten, zum Vergleich: Es sieht ein Bild als Fenster von 64 Pixeln, die in allem sichtbar sind, was damit erzeugt wird, und braucht vielmal so lange. Mit einem Ausgangsmodell nicht beachtet.</translation>
    </message>
    <message>
        <source>dense</source>
        <translation>dicht</translation>
    </message>
    <message>
        <source>paper</source>
        <translation>Veröffentlichung</translation>
    </message>
    <message>
        <source>Number of feature channels at half resolution, a multiple of 8. Computing time grows with its square.</source>
        <translation>Anzahl der Merkmalskanäle bei halber Auflösung, ein Vielfaches von 8. Die Rechenzeit wächst mit ihrem Quadrat.</translation>
    </message>
    <message>
        <source>Number of epochs. In each epoch the network is trained on as many windows as given by 'Windows per epoch'. The default takes about ten minutes on two processor cores.</source>
        <translation>Anzahl der Epochen. In jeder Epoche wird das Netz mit so vielen Fenstern trainiert, wie „Fenster je Epoche“ angibt. Die Vorgabe dauert auf zwei Prozessorkernen etwa zehn Minuten.</translation>
    </message>
    <message>
        <source>Number of samples that are drawn from the series in each epoch: two places at two dates, 96 x 96 pixels each.</source>
        <translation>Anzahl der Stichproben, die in jeder Epoche aus der Zeitreihe gezogen werden: zwei Orte zu zwei Zeitpunkten, je 96 x 96 Pixel.</translation>
    </message>
    <message>
        <source>Number of samples per step of the optimizer. The contrast of places gains from large batches.</source>
        <translation>Anzahl der Stichproben je Schritt des Optimierers. Der Kontrast der Orte gewinnt durch große Batches.</translation>
    </message>
    <message>
        <source>The model file: the weights, the codes of the dates, and everything needed to apply them. Default: a new file in your folder of models.</source>
        <translation>Die Modelldatei: die Gewichte, die Codes der Zeitpunkte und alles, was zu ihrer Anwendung nötig ist. Vorgabe: eine neue Datei im Modellordner.</translation>
    </message>
    <message>
        <source>An HTML page with the dates, what the codes hold and what they should not, errors of painted images beside those of simple methods, pictures and settings.</source>
        <translation>Eine HTML-Seite mit den Zeitpunkten, was die Codes enthalten und was nicht, den Fehlern gemalter Bilder neben denen einfacher Methoden, Bildern und Einstellungen.</translation>
    </message>
    <message>
        <source>Error of painted images</source>
        <translation>Fehler gemalter Bilder</translation>
    </message>
    <message>
        <source>Mean absolute error on ground that was held back, in standard deviations of the bands.</source>
        <translation>Mittlerer absoluter Fehler auf zurückgehaltenem Boden, in Standardabweichungen der Kanäle.</translation>
    </message>
    <message>
        <source>Error of the other date as it is</source>
        <translation>Fehler des anderen Zeitpunkts, wie er ist</translation>
    </message>
    <message>
        <source>What the error of painted images must be compared with.</source>
        <translation>Womit der Fehler gemalter Bilder verglichen werden muss.</translation>
    </message>
    <message>
        <source>Figures not as wanted</source>
        <translation>Zahlen nicht wie gewünscht</translation>
    </message>
    <message>
        <source>How many lines of the report's table are not as wanted.</source>
        <translation>Wie viele Zeilen der Tabelle des Berichts nicht wie gewünscht sind.</translation>
    </message>
    <message>
        <source>Train an image translation</source>
        <translation>Bildübersetzung trainieren</translation>
    </message>
    <message>
        <source>Train a network that translates images into maps or other images, from pairs of both.</source>
        <translation>Trainiert ein Netz, das Bilder in Karten oder andere Bilder übersetzt, aus Paaren von beiden.</translation>
    </message>
    <message>
        <source>The target may be a map of at most 32 colours, or polygons with colours: the colours are then classes. Any other target is an image, whose values the network gives: another sensor, radar to optical, a map to an image, another season.</source>
        <translation>Das Ziel kann eine Karte mit höchstens 32 Farben sein oder Polygone mit Farben: Die Farben sind dann Klassen. Jedes andere Ziel ist ein Bild, dessen Werte das Netz liefert: ein anderer Sensor, Radar zu optisch, eine Karte zu einem Bild, eine andere Jahreszeit.</translation>
    </message>
    <message>
        <source>Source and target must show the same ground. Part of it is held back to measure the accuracy. The result is one model file for 'Translate an image'.</source>
        <translation>Quelle und Ziel müssen denselben Boden zeigen. Ein Teil davon wird zurückgehalten, um die Genauigkeit zu messen. Das Ergebnis ist eine Modelldatei für „Bild übersetzen“.</translation>
    </message>
    <message>
        <source>pix2pix</source>
        <translation>pix2pix</translation>
    </message>
    <message>
        <source>image to map</source>
        <translation>Bild zu Karte</translation>
    </message>
    <message>
        <source>map to image</source>
        <translation>Karte zu Bild</translation>
    </message>
    <message>
        <source>sar to optical</source>
        <translation>SAR zu optisch</translation>
    </message>
    <message>
        <source>Source images</source>
        <translation>Quellbilder</translation>
    </message>
    <message>
        <source>One or more images with the same bands, which the model will translate.</source>
        <translation>Ein oder mehrere Bilder mit denselben Kanälen, die das Modell übersetzen wird.</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>Ziele</translation>
    </message>
    <message>
        <source>What each source image shall become, in the same order and any CRS: rasters, or polygons that are painted on white. A map or a layer of polygons may be one for all images. Map tiles should have no labels.</source>
        <translation>Was aus jedem Quellbild werden soll, in derselben Reihenfolge und in beliebigem KBS: Raster oder Polygone, die auf Weiß gemalt werden. Eine Karte oder ein Layer mit Polygonen kann für alle Bilder gelten. Kartenkacheln sollten keine Beschriftungen haben.</translation>
    </message>
    <message>
        <source>The bands of the source images that are used, in this order, for example '4, 3, 2'. Default: all bands but alpha.</source>
        <translation>Die verwendeten Kanäle der Quellbilder, in dieser Reihenfolge, zum Beispiel „4, 3, 2“. Vorgabe: alle Kanäle außer Alpha.</translation>
    </message>
    <message>
        <source>Band numbers of the targets</source>
        <translation>Kanalnummern der Ziele</translation>
    </message>
    <message>
        <source>The bands of the target images that the model shall make, in this order. Default: all bands but alpha.</source>
        <translation>Die Kanäle der Zielbilder, die das Modell erzeugen soll, in dieser Reihenfolge. Vorgabe: alle Kanäle außer Alpha.</translation>
    </message>
    <message>
        <source>Colour field</source>
        <translation>Farbfeld</translation>
    </message>
    <message>
        <source>The field of target polygons with the colour (#rrggbb or red,green,blue) or the class of each. Default: all polygons are one class, and everything else is background.</source>
        <translation>Das Feld der Zielpolygone mit der Farbe (#rrggbb oder Rot,Grün,Blau) oder der Klasse jedes Polygons. Vorgabe: Alle Polygone sind eine Klasse, alles andere ist Hintergrund.</translation>
    </message>
    <message>
        <source>Kind of target</source>
        <translation>Art des Ziels</translation>
    </message>
    <message>
        <source>'auto' finds out whether the target is a map of at most 32 colours. Its colours are then learned as 'classes of a palette', with sharp edges. An 'image' is learned by its values.</source>
        <translation>„auto“ ermittelt, ob das Ziel eine Karte mit höchstens 32 Farben ist. Ihre Farben werden dann als „classes of a palette“ gelernt, mit scharfen Kanten. Ein Bild („image“) wird nach seinen Werten gelernt.</translation>
    </message>
    <message>
        <source>classes of a palette</source>
        <translation>Klassen einer Palette</translation>
    </message>
    <message>
        <source>image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>For images only. 'none' gives small errors, and blurs what cannot be known. 'adversarial' makes images that look real: in the second half of the epochs, another network tries to distinguish them from real ones. Their fine detail is invented.</source>
        <translation>Nur für Bilder. „none“ ergibt kleine Fehler und verwischt, was nicht bekannt sein kann. „adversarial“ erzeugt Bilder, die echt aussehen: In der zweiten Hälfte der Epochen versucht ein anderes Netz, sie von echten zu unterscheiden. Ihre feinen Details sind erfunden.</translation>
    </message>
    <message>
        <source>Maximum shift (px)</source>
        <translation>Größte Verschiebung (px)</translation>
    </message>
    <message>
        <source>Target images are moved by up to this distance to where they match the source images. Places where both show different things are left out. Images that are too different to be compared are used as they are. With 0, all are.</source>
        <translation>Zielbilder werden um höchstens diese Strecke dorthin verschoben, wo sie zu den Quellbildern passen. Stellen, an denen beide Verschiedenes zeigen, werden ausgelassen. Bilder, die zu verschieden für einen Vergleich sind, werden unverändert verwendet. Bei 0 gilt dies für alle.</translation>
    </message>
    <message>
        <source>This share of the images is held back for validation, in blocks.</source>
        <translation>Dieser Anteil der Bilder wird in Blöcken für die Validierung zurückgehalten.</translation>
    </message>
    <message>
        <source>An existing model of the same kind to fine-tune; for a map of classes also a segmentation or polygons model. The training keeps its network, base channels and scaling. Default: the training starts from random weights.</source>
        <translation>Ein vorhandenes Modell derselben Art zum Nachtrainieren; bei einer Klassenkarte auch ein Segmentierungs- oder Polygonmodell. Das Training behält sein Netz, seine Basiskanäle und seine Skalierung. Vorgabe: Das Training beginnt mit zufälligen Gewichten.</translation>
    </message>
    <message>
        <source>Number of epochs. In each epoch the network is trained on as many windows as given by 'Windows per epoch'.</source>
        <translation>Anzahl der Epochen. In jeder Epoche wird das Netz mit so vielen Fenstern trainiert, wie „Fenster je Epoche“ angibt.</translation>
    </message>
    <message>
        <source>Side length of the training windows: a multiple of 16.</source>
        <translation>Seitenlänge der Trainingsfenster: ein Vielfaches von 16.</translation>
    </message>
    <message>
        <source>Pixel size on the ground. Sources and targets are resampled to it, and later the images that the model is applied to. Default: that of the initial model, else the pixel size of the first source or of its target, whichever is larger.</source>
        <translation>Pixelgröße am Boden. Quellen und Ziele werden darauf neu abgetastet, ebenso später die Bilder, auf die das Modell angewandt wird. Vorgabe: die des Ausgangsmodells, sonst die Pixelgröße der ersten Quelle oder ihres Ziels, je nachdem, welche größer ist.</translation>
    </message>
    <message>
        <source>An HTML page with the training curves, the accuracy on the validation data, and pictures of source, target and translation.</source>
        <translation>Eine HTML-Seite mit den Trainingskurven, der Genauigkeit auf den Validierungsdaten und Bildern von Quelle, Ziel und Übersetzung.</translation>
    </message>
    <message>
        <source>Of a map, the mean IoU of its classes on the validation data.</source>
        <translation>Bei einer Karte der mittlere IoU ihrer Klassen auf den Validierungsdaten.</translation>
    </message>
    <message>
        <source>Of an image, the peak signal-to-noise ratio on the validation data.</source>
        <translation>Bei einem Bild das Spitzen-Signal-Rausch-Verhältnis auf den Validierungsdaten.</translation>
    </message>
    <message>
        <source>Of an image, the structural similarity on the validation data, at most 1.</source>
        <translation>Bei einem Bild die strukturelle Ähnlichkeit auf den Validierungsdaten, höchstens 1.</translation>
    </message>
    <message>
        <source>Translate an image</source>
        <translation>Bild übersetzen</translation>
    </message>
    <message>
        <source>Translate an image of any size into a map, or into an image as another sensor or another day shows it.</source>
        <translation>Übersetzt ein beliebig großes Bild in eine Karte oder in ein Bild, wie ein anderer Sensor oder ein anderer Tag es zeigt.</translation>
    </message>
    <message>
        <source>What the translation makes depends on the model, which 'Train an image translation' makes of pairs of images. A model of a map gives the map's classes in its colours. A model of images gives bands with values. The image is processed tile by tile with all the surroundings that the network needs, so that no tile shows in the result.</source>
        <translation>Was die Übersetzung ergibt, hängt vom Modell ab, das „Bildübersetzung trainieren“ aus Bildpaaren erzeugt. Ein Modell für eine Karte liefert die Klassen der Karte in ihren Farben. Ein Modell für Bilder liefert Kanäle mit Werten. Das Bild wird Kachel für Kachel mit der ganzen Umgebung verarbeitet, die das Netz braucht, sodass im Ergebnis keine Kachel zu sehen ist.</translation>
    </message>
    <message>
        <source>A time series model, from 'Train a time series model', paints the place of the image as it looks at another date: that of a style image, or of one of the model's training images. It also fills clouds and gaps from other dates.</source>
        <translation>Ein Zeitreihenmodell aus „Zeitreihenmodell trainieren“ malt den Ort des Bildes, wie er zu einem anderen Zeitpunkt aussieht: dem eines Stilbildes oder eines der Trainingsbilder des Modells. Es füllt auch Wolken und Lücken aus anderen Zeitpunkten.</translation>
    </message>
    <message>
        <source>A translated image shows what is likely, learned from other places. Do not count, measure or date objects in it.</source>
        <translation>Ein übersetztes Bild zeigt, was wahrscheinlich ist, an anderen Orten gelernt. Darin keine Objekte zählen, messen oder datieren.</translation>
    </message>
    <message>
        <source>conditional gan</source>
        <translation>bedingtes GAN</translation>
    </message>
    <message>
        <source>style</source>
        <translation>Stil</translation>
    </message>
    <message>
        <source>colorize</source>
        <translation>einfärben</translation>
    </message>
    <message>
        <source>cloud removal</source>
        <translation>Wolkenentfernung</translation>
    </message>
    <message>
        <source>The image to translate: any raster that GDAL reads, of any size and data type.</source>
        <translation>Das zu übersetzende Bild: jedes Raster, das GDAL liest, beliebig groß und mit beliebigem Datentyp.</translation>
    </message>
    <message>
        <source>A model file (.safetensors) from 'Train an image translation' or 'Train a time series model'.</source>
        <translation>Eine Modelldatei (.safetensors) aus „Bildübersetzung trainieren“ oder „Zeitreihenmodell trainieren“.</translation>
    </message>
    <message>
        <source>Style image</source>
        <translation>Stilbild</translation>
    </message>
    <message>
        <source>For a model of images: an image with the bands that the model makes. The result gets the mean and the standard deviation of its values, band by band, for example to match the neighbouring image of a mosaic. Default: those of the training images. For a time series model: an image with the bands of the image, of any place; the result looks like its date.</source>
        <translation>Für ein Modell für Bilder: ein Bild mit den Kanälen, die das Modell erzeugt. Das Ergebnis erhält Mittelwert und Standardabweichung seiner Werte, Kanal für Kanal, zum Beispiel um zum Nachbarbild eines Mosaiks zu passen. Vorgabe: die der Trainingsbilder. Für ein Zeitreihenmodell: ein Bild mit den Kanälen des Bildes, von beliebigem Ort; das Ergebnis sieht aus wie zu dessen Zeitpunkt.</translation>
    </message>
    <message>
        <source>Style dates</source>
        <translation>Stil-Zeitpunkte</translation>
    </message>
    <message>
        <source>For a time series model: the date to paint, for example '2019-06-01'. Of the dates of the training, the nearest one counts. Several dates, separated by semicolons, give one file each: the second and further ones lie beside the output, with the date in their names. Default: the date of the style image.</source>
        <translation>Für ein Zeitreihenmodell: das zu malende Datum, zum Beispiel „2019-06-01“. Von den Zeitpunkten des Trainings zählt der nächste. Mehrere Daten, durch Semikolons getrennt, ergeben je eine Datei: Die zweite und weitere liegen neben der Ausgabe, mit dem Datum in ihren Namen. Vorgabe: das Datum des Stilbildes.</translation>
    </message>
    <message>
        <source>Images to fill from</source>
        <translation>Bilder zum Füllen</translation>
    </message>
    <message>
        <source>For a time series model: images of the same place at other dates. What the image does not show (nodata, clouds) is painted from the nearest date that does. Without a style image and style dates, the rest of the image stays as it is, and what is painted is fitted to it. Default: gaps stay nodata.</source>
        <translation>Für ein Zeitreihenmodell: Bilder desselben Ortes von anderen Zeitpunkten. Was das Bild nicht zeigt (NoData, Wolken), wird aus dem nächsten Zeitpunkt gemalt, der es zeigt. Ohne Stilbild und Stil-Zeitpunkte bleibt der Rest des Bildes, wie er ist, und das Gemalte wird ihm angepasst. Vorgabe: Lücken bleiben NoData.</translation>
    </message>
    <message>
        <source>For a time series model: what is not to be used, one layer for the image and one for each image to fill from, in this order: a scene classification, quality bits, or a layer that is not 0 where the image is bad. Default: clouds are found by their brightness where there are three dates or more.</source>
        <translation>Für ein Zeitreihenmodell: was nicht verwendet werden soll, ein Layer für das Bild und einer für jedes Bild zum Füllen, in dieser Reihenfolge: eine Szenenklassifikation, Qualitätsbits oder ein Layer, der nicht 0 ist, wo das Bild schlecht ist. Vorgabe: Wolken werden an ihrer Helligkeit erkannt, wo es drei oder mehr Zeitpunkte gibt.</translation>
    </message>
    <message>
        <source>Seed of the noise that a model with adversarial sharpness makes fine texture of. The noise depends on the place of a pixel and on the seed only: the same seed gives the same result. Other models take no noise.</source>
        <translation>Startwert des Rauschens, aus dem ein Modell mit adversarieller Schärfe feine Textur macht. Das Rauschen hängt nur vom Ort eines Pixels und vom Startwert ab: Derselbe Startwert ergibt dasselbe Ergebnis. Andere Modelle nehmen kein Rauschen.</translation>
    </message>
    <message>
        <source>Only pixels inside these polygons (in any CRS) are translated; all others become nodata. Default: the whole image.</source>
        <translation>Nur Pixel innerhalb dieser Polygone (in beliebigem KBS) werden übersetzt; alle anderen werden NoData. Vorgabe: das ganze Bild.</translation>
    </message>
    <message>
        <source>Translated image</source>
        <translation>Übersetztes Bild</translation>
    </message>
    <message>
        <source>A GeoTIFF. Of a map: the number of the class of each pixel, with the map's colours; 255 is nodata. Of an image: the bands and the data type of the training's target images, at the resolution of the training. Of a time series model: the bands and the data type of the image, on its pixels.</source>
        <translation>Ein GeoTIFF. Bei einer Karte: die Nummer der Klasse jedes Pixels, mit den Farben der Karte; 255 ist NoData. Bei einem Bild: die Kanäle und der Datentyp der Zielbilder des Trainings, in der Auflösung des Trainings. Bei einem Zeitreihenmodell: die Kanäle und der Datentyp des Bildes, auf dessen Pixeln.</translation>
    </message>
    <message>
        <source>Update map</source>
        <translation>Karte aktualisieren</translation>
    </message>
    <message>
        <source>Update a map of buildings from an image: align its buildings, add new ones, flag removed ones.</source>
        <translation>Aktualisiert eine Gebäudekarte aus einem Bild: richtet ihre Gebäude aus, fügt neue hinzu, kennzeichnet entfernte.</translation>
    </message>
    <message>
        <source>The buildings of the map are moved to where the image shows them. Buildings that the image shows and the map lacks are added, with few vertices and with right angles where the image allows it; those that touch are kept apart. Buildings of the map that the image does not show are flagged as removed (status 'gone'). The field 'confidence' shows how reliable each change is. Check the changes before you accept them, lowest confidence first: 'Review objects' in the menu Raster &gt; EO Deep steps through them and keeps your decisions in the field 'review'. Places that clouds hide or that lie outside the image are not changed. Images can be of any size and in any CRS.</source>
        <translation>Die Gebäude der Karte werden dorthin verschoben, wo das Bild sie zeigt. Gebäude, die das Bild zeigt und die der Karte fehlen, werden hinzugefügt, mit wenigen Stützpunkten und mit rechten Winkeln, wo das Bild es zulässt; aneinandergrenzende werden getrennt. Gebäude der Karte, die das Bild nicht zeigt, werden als entfernt gekennzeichnet (Status „gone“). Das Feld „confidence“ zeigt, wie zuverlässig jede Änderung ist. Die Änderungen vor der Übernahme prüfen, die mit der niedrigsten Konfidenz zuerst: „Objekte durchsehen“ im Menü Raster &gt; EO Deep geht sie der Reihe nach durch und hält die Entscheidungen im Feld „review“ fest. Stellen, die unter Wolken oder außerhalb des Bildes liegen, werden nicht geändert. Bilder können beliebig groß sein und jedes KBS haben.</translation>
    </message>
    <message>
        <source>new buildings</source>
        <translation>neue Gebäude</translation>
    </message>
    <message>
        <source>demolished</source>
        <translation>abgerissen</translation>
    </message>
    <message>
        <source>Building map</source>
        <translation>Gebäudekarte</translation>
    </message>
    <message>
        <source>The buildings of the map, as polygons. They can be in any CRS; the result has the same CRS.</source>
        <translation>Die Gebäude der Karte, als Polygone. Sie können jedes KBS haben; das Ergebnis hat dasselbe KBS.</translation>
    </message>
    <message>
        <source>Alignment model (default: bundled)</source>
        <translation>Ausrichtungsmodell (Vorgabe: mitgeliefert)</translation>
    </message>
    <message>
        <source>For the method 'learned', an alignment model; default: the bundled one. For 'correlation', a segmentation model with a building class; default: the building model.</source>
        <translation>Für die Methode „learned“ ein Ausrichtungsmodell; Vorgabe: das mitgelieferte. Für „correlation“ ein Segmentierungsmodell mit einer Gebäudeklasse; Vorgabe: das Gebäudemodell.</translation>
    </message>
    <message>
        <source>Building model (default: bundled)</source>
        <translation>Gebäudemodell (Vorgabe: mitgeliefert)</translation>
    </message>
    <message>
        <source>A segmentation model with a building class. It finds new buildings, and places where no building stands. Default: the bundled model.</source>
        <translation>Ein Segmentierungsmodell mit einer Gebäudeklasse. Es findet neue Gebäude und Stellen, an denen kein Gebäude steht. Vorgabe: das mitgelieferte Modell.</translation>
    </message>
    <message>
        <source>Minimum area of new buildings (m²)</source>
        <translation>Mindestfläche neuer Gebäude (m²)</translation>
    </message>
    <message>
        <source>New buildings with a smaller area on the ground are left out.</source>
        <translation>Neue Gebäude mit einer kleineren Fläche am Boden werden ausgelassen.</translation>
    </message>
    <message>
        <source>Minimum width of new buildings (m)</source>
        <translation>Mindestbreite neuer Gebäude (m)</translation>
    </message>
    <message>
        <source>Diameter of the largest circle inside a new building. Narrower ones are left out.</source>
        <translation>Durchmesser des größten Kreises in einem neuen Gebäude. Schmalere werden ausgelassen.</translation>
    </message>
    <message>
        <source>Minimum confidence of new buildings (0 to 1)</source>
        <translation>Mindestkonfidenz neuer Gebäude (0 bis 1)</translation>
    </message>
    <message>
        <source>How likely a new building is correct, from the building probability inside, from how well its outline fits the image compared with the buildings of the map, and from whether it is only the rest of a building that the map has. A lower value adds more buildings, but also more false ones.</source>
        <translation>Wie wahrscheinlich ein neues Gebäude richtig ist, nach der Gebäudewahrscheinlichkeit darin, danach, wie gut sein Umriss im Vergleich zu den Gebäuden der Karte zum Bild passt, und danach, ob es nur der Rest eines Gebäudes ist, das die Karte hat. Ein niedrigerer Wert fügt mehr Gebäude hinzu, aber auch mehr falsche.</translation>
    </message>
    <message>
        <source>Minimum percentile of the image (0 to 1)</source>
        <translation>Kleinstes Perzentil des Bildes (0 bis 1)</translation>
    </message>
    <message>
        <source>Where the image is unlike the training images of the building model, its answers mean little. There no building is new, and a building that would be removed has the status 'unknown'. The value is the share of the training images' pixels that are less likely than the pixels of the building, on average. 0 takes all answers. Models of older versions have no confidence: the value is ignored.</source>
        <translation>Wo das Bild den Trainingsbildern des Gebäudemodells nicht ähnelt, bedeuten seine Antworten wenig. Dort ist kein Gebäude neu, und ein Gebäude, das entfernt würde, hat den Status „unknown“. Der Wert ist der Anteil der Pixel der Trainingsbilder, die im Mittel weniger wahrscheinlich sind als die Pixel des Gebäudes. 0 nimmt alle Antworten an. Modelle älterer Versionen haben keine Konfidenz: Der Wert wird nicht beachtet.</translation>
    </message>
    <message>
        <source>The building model processes the image in eight orientations (rotated and mirrored) and the results are averaged. Fewer buildings are missed or falsely found, and this part takes eight times as long.</source>
        <translation>Das Gebäudemodell verarbeitet das Bild in acht Ausrichtungen (gedreht und gespiegelt), und die Ergebnisse werden gemittelt. Weniger Gebäude werden übersehen oder fälschlich gefunden, und dieser Teil dauert achtmal so lange.</translation>
    </message>
    <message>
        <source>Updated map</source>
        <translation>Aktualisierte Karte</translation>
    </message>
    <message>
        <source>All objects with the fields of the map, the shift to the east (dx_m), to the north (dy_m) and its length (shift_m), the rotation (turn_deg, counterclockwise), the result (status: aligned, unchanged, follows neighbours, new, gone, unknown), how reliable it is (confidence, 0 to 1: that an object lies within 0.6 m of its true position, that a new one is correct, or that a removed one no longer stands), and the area on the ground (area_m2).</source>
        <translation>Alle Objekte mit den Feldern der Karte, der Verschiebung nach Osten (dx_m), nach Norden (dy_m) und ihrer Länge (shift_m), der Drehung (turn_deg, gegen den Uhrzeigersinn), dem Ergebnis (status: aligned, unchanged, follows neighbours, new, gone, unknown), wie zuverlässig es ist (confidence, 0 bis 1: dass ein Objekt höchstens 0,6 m neben seiner wahren Lage liegt, dass ein neues richtig ist oder dass ein entferntes nicht mehr steht), und der Fläche am Boden (area_m2).</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>Unterschiede</translation>
    </message>
    <message>
        <source>Only the new and the removed objects (status new or gone), with the same fields.</source>
        <translation>Nur die neuen und die entfernten Objekte (Status new oder gone), mit denselben Feldern.</translation>
    </message>
    <message>
        <source>Number of objects that stay where they are.</source>
        <translation>Anzahl der Objekte, die bleiben, wo sie sind.</translation>
    </message>
    <message>
        <source>New objects</source>
        <translation>Neue Objekte</translation>
    </message>
    <message>
        <source>Number of objects that the image shows and the map lacks.</source>
        <translation>Anzahl der Objekte, die das Bild zeigt und die der Karte fehlen.</translation>
    </message>
    <message>
        <source>Removed objects</source>
        <translation>Entfernte Objekte</translation>
    </message>
    <message>
        <source>Number of objects of the map that the image does not show (status gone).</source>
        <translation>Anzahl der Objekte der Karte, die das Bild nicht zeigt (Status gone).</translation>
    </message>
    <message>
        <source>Unknown objects</source>
        <translation>Unbekannte Objekte</translation>
    </message>
    <message>
        <source>Number of objects that would be removed, but lie where the model knows nothing (status unknown).</source>
        <translation>Anzahl der Objekte, die entfernt würden, aber liegen, wo das Modell nichts weiß (Status unknown).</translation>
    </message>
    <message>
        <source>aligned</source>
        <translation>ausgerichtet</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>unverändert</translation>
    </message>
    <message>
        <source>follows neighbours</source>
        <translation>folgt Nachbarn</translation>
    </message>
    <message>
        <source>not found in image</source>
        <translation>im Bild nicht gefunden</translation>
    </message>
    <message>
        <source>unchanged, below 1 %</source>
        <translation>unverändert, unter 1 %</translation>
    </message>
    <message>
        <source>1 to 25 % changed</source>
        <translation>1 bis 25 % verändert</translation>
    </message>
    <message>
        <source>25 to 75 % changed</source>
        <translation>25 bis 75 % verändert</translation>
    </message>
    <message>
        <source>75 to 100 % changed</source>
        <translation>75 bis 100 % verändert</translation>
    </message>
    <message>
        <source>new</source>
        <translation>neu</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>verschwunden</translation>
    </message>
    <message>
        <source>below 0.7</source>
        <translation>unter 0,7</translation>
    </message>
    <message>
        <source>0.7 to 0.85</source>
        <translation>0,7 bis 0,85</translation>
    </message>
    <message>
        <source>0.85 to 1</source>
        <translation>0,85 bis 1</translation>
    </message>
    <message>
        <source>matched</source>
        <translation>zugeordnet</translation>
    </message>
    <message>
        <source>spurious</source>
        <translation>überzählig</translation>
    </message>
    <message>
        <source>missed</source>
        <translation>übersehen</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>ausgelassen</translation>
    </message>
    <message>
        <source>below 0.01: unlike the training images</source>
        <translation>unter 0,01: anders als die Trainingsbilder</translation>
    </message>
    <message>
        <source>0.01 to 0.05: rare in training</source>
        <translation>0,01 bis 0,05: im Training selten</translation>
    </message>
    <message>
        <source>0.05 to 0.25</source>
        <translation>0,05 bis 0,25</translation>
    </message>
    <message>
        <source>0.25 to 1: typical</source>
        <translation>0,25 bis 1: typisch</translation>
    </message>
    <message>
        <source>nodata in the image</source>
        <translation>NoData im Bild</translation>
    </message>
    <message>
        <source>several classes</source>
        <translation>mehrere Klassen</translation>
    </message>
    <message>
        <source>outside the area</source>
        <translation>außerhalb des Gebiets</translation>
    </message>
    <message>
        <source>too close to another sample</source>
        <translation>zu nah an einer anderen Stichprobe</translation>
    </message>
    <message>
        <source>outside the images</source>
        <translation>außerhalb der Bilder</translation>
    </message>
    <message>
        <source>no pixel of its own</source>
        <translation>kein eigenes Pixel</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>the class of each pixel</source>
        <translation>die Klasse jedes Pixels</translation>
    </message>
    <message>
        <source>objects as polygons</source>
        <translation>Objekte als Polygone</translation>
    </message>
    <message>
        <source>the class of each patch</source>
        <translation>die Klasse jedes Ausschnitts</translation>
    </message>
    <message>
        <source>the class of each pixel, by its features</source>
        <translation>die Klasse jedes Pixels, nach seinen Merkmalen</translation>
    </message>
    <message>
        <source>a better class map</source>
        <translation>eine bessere Klassenkarte</translation>
    </message>
    <message>
        <source>where objects of a map are in an image</source>
        <translation>wo Objekte einer Karte in einem Bild liegen</translation>
    </message>
    <message>
        <source>an image as a map or as another image</source>
        <translation>ein Bild als Karte oder als anderes Bild</translation>
    </message>
    <message>
        <source>a finer image</source>
        <translation>ein feineres Bild</translation>
    </message>
    <message>
        <source>boxes around objects</source>
        <translation>Rahmen um Objekte</translation>
    </message>
    <message>
        <source>the outline of what points or boxes mark</source>
        <translation>der Umriss dessen, was Punkte oder Rahmen markieren</translation>
    </message>
    <message>
        <source>what stays and what changes in a series of images</source>
        <translation>was in einer Bildzeitreihe bleibt und was sich verändert</translation>
    </message>
    <message>
        <source>Checking every stage of the engine.</source>
        <translation>Jede Stufe des Rechenkerns wird geprüft.</translation>
    </message>
    <message>
        <source>{path} (writable, {gb:.1f} GB free)</source>
        <translation>{path} (beschreibbar, {gb:.1f} GB frei)</translation>
    </message>
    <message>
        <source>{path} (not writable, {gb:.1f} GB free)</source>
        <translation>{path} (nicht beschreibbar, {gb:.1f} GB frei)</translation>
    </message>
    <message>
        <source>The engine works: every stage passed.</source>
        <translation>Der Rechenkern funktioniert: Alle Stufen waren erfolgreich.</translation>
    </message>
    <message>
        <source>Not every stage passed.</source>
        <translation>Nicht alle Stufen waren erfolgreich.</translation>
    </message>
    <message>
        <source>The engine is removed: {gb:.1f} GB are free again.</source>
        <translation>Der Rechenkern ist entfernt: {gb:.1f} GB sind wieder frei.</translation>
    </message>
    <message>
        <source>There was no engine.</source>
        <translation>Es gab keinen Rechenkern.</translation>
    </message>
    <message>
        <source>Python of QGIS</source>
        <translation>Python von QGIS</translation>
    </message>
    <message>
        <source>GDAL of QGIS</source>
        <translation>GDAL von QGIS</translation>
    </message>
    <message>
        <source>PROJ of QGIS</source>
        <translation>PROJ von QGIS</translation>
    </message>
    <message>
        <source>Profile folder</source>
        <translation>Profilordner</translation>
    </message>
    <message>
        <source>Engine of this profile</source>
        <translation>Rechenkern dieses Profils</translation>
    </message>
    <message>
        <source>Plugin folder</source>
        <translation>Ordner der Erweiterung</translation>
    </message>
    <message>
        <source>EO Deep: check of the engine</source>
        <translation>EO Deep: Prüfung des Rechenkerns</translation>
    </message>
    <message>
        <source>The environment is complete but does not work; it is created again.</source>
        <translation>Die Umgebung ist vollständig, funktioniert aber nicht; sie wird neu angelegt.</translation>
    </message>
    <message>
        <source>{path} (does not exist)</source>
        <translation>{path} (nicht vorhanden)</translation>
    </message>
    <message>
        <source>The variable or the setting EO_DEEP_PYTHON makes EO Deep use '{used}', not the environment '{made}'.</source>
        <translation>Wegen der Variablen oder der Einstellung EO_DEEP_PYTHON verwendet EO Deep „{used}“ statt der Umgebung „{made}“.</translation>
    </message>
    <message>
        <source>Property</source>
        <translation>Eigenschaft</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>The report cannot be written to '{path}': {reason}.</source>
        <translation>Der Bericht kann nicht nach „{path}“ geschrieben werden: {reason}.</translation>
    </message>
    <message>
        <source>no NVIDIA GPU with a driver</source>
        <translation>keine NVIDIA-GPU mit Treiber</translation>
    </message>
    <message>
        <source>The packages come from the folder '{folder}'; nothing is downloaded.</source>
        <translation>Die Pakete kommen aus dem Ordner „{folder}“; nichts wird heruntergeladen.</translation>
    </message>
    <message>
        <source>From the standard index comes {build}: about {download_gb:.1f} GB to download with all packages, {disk_gb} GB on the disk.</source>
        <translation>Aus dem Standardindex kommt {build}: etwa {download_gb:.1f} GB herunterzuladen mit allen Paketen, {disk_gb} GB auf der Festplatte.</translation>
    </message>
    <message>
        <source>no GPU that PyTorch can use</source>
        <translation>keine GPU, die PyTorch nutzen kann</translation>
    </message>
    <message>
        <source>This computer has: {title}.</source>
        <translation>Dieser Computer hat: {title}.</translation>
    </message>
    <message>
        <source>PyTorch comes in the build that your package index has.</source>
        <translation>PyTorch kommt in dem Build, den der angegebene Paketindex hat.</translation>
    </message>
    <message>
        <source>{gpu}, driver {version}</source>
        <translation>{gpu}, Treiber {version}</translation>
    </message>
    <message>
        <source>PyTorch for Apple processors, which uses the GPU</source>
        <translation>PyTorch für Apple-Prozessoren, das die GPU nutzt</translation>
    </message>
    <message>
        <source>PyTorch is no longer made for Macs with Intel processors: the engine cannot be set up here.</source>
        <translation>PyTorch wird für Macs mit Intel-Prozessor nicht mehr hergestellt: Der Rechenkern kann hier nicht eingerichtet werden.</translation>
    </message>
    <message>
        <source>the CPU build of PyTorch</source>
        <translation>der CPU-Build von PyTorch</translation>
    </message>
    <message>
        <source>It runs on the CPU: for the GPU, enter PyTorch's index of builds for CUDA as the package index.</source>
        <translation>Er läuft auf der CPU: Für die GPU den Index von PyTorch mit CUDA-Builds als Paketindex angeben.</translation>
    </message>
    <message>
        <source>the build of PyTorch for NVIDIA GPUs</source>
        <translation>der Build von PyTorch für NVIDIA-GPUs</translation>
    </message>
    <message>
        <source>It runs on the CPU too: for a small download, enter PyTorch's index of CPU builds as the package index.</source>
        <translation>Er läuft auch auf der CPU: Für einen kleinen Download den Index von PyTorch mit CPU-Builds als Paketindex angeben.</translation>
    </message>
    <message>
        <source>{name} is saved to a temporary place; QGIS removes it on exit.</source>
        <translation>{name} wird an einem temporären Ort gespeichert; QGIS entfernt es beim Beenden.</translation>
    </message>
    <message>
        <source>{count} would be merged with others, because they differ only in spelling: {pairs}.</source>
        <translation>{count} würden mit anderen zusammengelegt, weil sie sich nur in der Schreibweise unterscheiden: {pairs}.</translation>
    </message>
    <message>
        <source>The field is empty.</source>
        <translation>Das Feld ist leer.</translation>
    </message>
    <message>
        <source>There are numbers with decimals, each of which is a class of its own.</source>
        <translation>Es gibt Zahlen mit Nachkommastellen, von denen jede eine eigene Klasse ist.</translation>
    </message>
    <message>
        <source>Features without a value are not used.</source>
        <translation>Objekte ohne Wert werden nicht verwendet.</translation>
    </message>
    <message>
        <source>{count} values: {names}.</source>
        <translation>{count} Werte: {names}.</translation>
    </message>
    <message>
        <source>More than {count} different values: this is no field of classes.</source>
        <translation>Mehr als {count} verschiedene Werte: Dies ist kein Klassenfeld.</translation>
    </message>
    <message>
        <source>The package index</source>
        <translation>Der Paketindex</translation>
    </message>
    <message>
        <source>{stage}: done in {seconds:.0f} s.</source>
        <translation>{stage}: fertig in {seconds:.0f} s.</translation>
    </message>
    <message>
        <source>No Python {oldest} to {newest} was found on this computer; Python {fetched} is fetched.</source>
        <translation>Auf diesem Computer wurde kein Python {oldest} bis {newest} gefunden; Python {fetched} wird heruntergeladen.</translation>
    </message>
    <message>
        <source>{stage}: done in {seconds:.0f} s, {fetched_mb:.0f} MB downloaded.</source>
        <translation>{stage}: fertig in {seconds:.0f} s, {fetched_mb:.0f} MB heruntergeladen.</translation>
    </message>
    <message>
        <source>Creating an environment with {path} (Python {version}).</source>
        <translation>Eine Umgebung mit {path} (Python {version}) wird angelegt.</translation>
    </message>
    <message>
        <source>The wheelhouse folder '{folder}' does not exist.</source>
        <translation>Der Wheelhouse-Ordner „{folder}“ ist nicht vorhanden.</translation>
    </message>
    <message>
        <source>{source} has no {package}; missing packages are taken from the standard index.</source>
        <translation>{source} hat kein {package}; fehlende Pakete werden aus dem Standardindex genommen.</translation>
    </message>
    <message>
        <source>Removing the old environment.</source>
        <translation>Die alte Umgebung wird entfernt.</translation>
    </message>
    <message>
        <source>{source} has none of the packages that the engine needs; check its address.</source>
        <translation>{source} hat keines der Pakete, die der Rechenkern braucht; die Adresse prüfen.</translation>
    </message>
    <message>
        <source>Another QGIS window is setting up the engine; wait until it is done.</source>
        <translation>Ein anderes QGIS-Fenster richtet gerade den Rechenkern ein; warten, bis es fertig ist.</translation>
    </message>
    <message>
        <source>The wheelhouse '{folder}'</source>
        <translation>Das Wheelhouse „{folder}“</translation>
    </message>
    <message>
        <source>{stage}: started.</source>
        <translation>{stage}: begonnen.</translation>
    </message>
    <message>
        <source>The environment in '{folder}' is already complete.</source>
        <translation>Die Umgebung in „{folder}“ ist schon vollständig.</translation>
    </message>
    <message>
        <source>Cancelled. The unfinished environment was removed.</source>
        <translation>Abgebrochen. Die unfertige Umgebung wurde entfernt.</translation>
    </message>
    <message>
        <source>The package index '{url}'</source>
        <translation>Der Paketindex „{url}“</translation>
    </message>
    <message>
        <source>Python environment</source>
        <translation>Python-Umgebung</translation>
    </message>
    <message>
        <source>Packages</source>
        <translation>Pakete</translation>
    </message>
    <message>
        <source>'{folder}' has no Python interpreter.</source>
        <translation>„{folder}“ hat keinen Python-Interpreter.</translation>
    </message>
    <message>
        <source>'{folder}' exists and is no Python environment; move it to another place.</source>
        <translation>„{folder}“ ist vorhanden und keine Python-Umgebung; an einen anderen Ort verschieben.</translation>
    </message>
    <message>
        <source>The engine needs {needed:.0f} GB on the disk of '{folder}', where {free:.1f} GB are free.</source>
        <translation>Der Rechenkern braucht {needed:.0f} GB auf der Festplatte von „{folder}“, auf der {free:.1f} GB frei sind.</translation>
    </message>
    <message>
        <source>No Python {oldest} to {newest} was found on this computer; install one from python.org or your distribution and run this again.</source>
        <translation>Auf diesem Computer wurde kein Python {oldest} bis {newest} gefunden; eines von python.org oder aus der Distribution installieren und dies erneut starten.</translation>
    </message>
    <message>
        <source>No Python {oldest} to {newest} was found on this computer, and none could be fetched ({reason}); install one from python.org or your distribution and run this again.</source>
        <translation>Auf diesem Computer wurde kein Python {oldest} bis {newest} gefunden, und keines konnte heruntergeladen werden ({reason}); eines von python.org oder aus der Distribution installieren und dies erneut starten.</translation>
    </message>
    <message>
        <source>'{path}' cannot be written: {reason}.</source>
        <translation>„{path}“ kann nicht geschrieben werden: {reason}.</translation>
    </message>
    <message>
        <source>'{folder}' is no Python environment; it is not removed.</source>
        <translation>„{folder}“ ist keine Python-Umgebung; der Ordner wird nicht entfernt.</translation>
    </message>
    <message>
        <source>The previous environment is kept.</source>
        <translation>Die bisherige Umgebung bleibt erhalten.</translation>
    </message>
    <message>
        <source>The old environment in '{folder}' cannot be replaced ({reason}); close other QGIS windows and run this again.</source>
        <translation>Die alte Umgebung in „{folder}“ kann nicht ersetzt werden ({reason}); andere QGIS-Fenster schließen und dies erneut starten.</translation>
    </message>
    <message>
        <source>The folder '{folder}' cannot be created: {reason}.</source>
        <translation>Der Ordner „{folder}“ kann nicht angelegt werden: {reason}.</translation>
    </message>
    <message>
        <source>'{path}' cannot be removed ({reason}); close other QGIS windows and run this again.</source>
        <translation>„{path}“ kann nicht entfernt werden ({reason}); andere QGIS-Fenster schließen und dies erneut starten.</translation>
    </message>
    <message>
        <source>The fields {old} are renamed to {new}, because their names are already used.</source>
        <translation>Die Felder {old} werden in {new} umbenannt, weil ihre Namen schon vergeben sind.</translation>
    </message>
    <message>
        <source>band {number}</source>
        <translation>Kanal {number}</translation>
    </message>
    <message>
        <source>Exporting {count} features of '{layer}' to a GeoPackage.</source>
        <translation>{count} Objekte von „{layer}“ werden in ein GeoPackage exportiert.</translation>
    </message>
    <message>
        <source>Layer '{layer}' is neither a raster nor a vector layer.</source>
        <translation>Layer „{layer}“ ist weder ein Raster- noch ein Vektorlayer.</translation>
    </message>
    <message>
        <source>Raster '{layer}' cannot be read.</source>
        <translation>Raster „{layer}“ kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Layer '{layer}' cannot be exported: {reason}</source>
        <translation>Layer „{layer}“ kann nicht exportiert werden: {reason}</translation>
    </message>
    <message>
        <source>{name} must be numbers from 1, such as '4, 3, 2', got '{value}'.</source>
        <translation>{name} müssen Zahlen ab 1 sein, etwa „4, 3, 2“, nicht „{value}“.</translation>
    </message>
    <message>
        <source>{name} must be one layer for each image ({wanted}), got {count}.</source>
        <translation>{name}: Es muss ein Layer je Bild sein ({wanted}), nicht {count}.</translation>
    </message>
    <message>
        <source>{name} must be one layer or as many as images ({wanted}), got {count}.</source>
        <translation>{name}: Es müssen ein Layer oder so viele wie Bilder sein ({wanted}), nicht {count}.</translation>
    </message>
    <message>
        <source>Field '{field}' not found; layer '{layer}' has: {fields}.</source>
        <translation>Feld „{field}“ nicht gefunden; Layer „{layer}“ hat: {fields}.</translation>
    </message>
    <message>
        <source>Field '{field}' of '{layer}' has more than {count} different values, the maximum of a model's classes; choose the field that holds the class.</source>
        <translation>Feld „{field}“ von „{layer}“ hat mehr als {count} verschiedene Werte, die Höchstzahl der Klassen eines Modells; das Feld mit der Klasse wählen.</translation>
    </message>
    <message>
        <source>Band {band} does not exist; '{layer}' has bands 1 to {count}.</source>
        <translation>Kanal {band} gibt es nicht; „{layer}“ hat die Kanäle 1 bis {count}.</translation>
    </message>
    <message>
        <source>no fields</source>
        <translation>keine Felder</translation>
    </message>
    <message>
        <source>The image's pixels are {pixel_m:.3g} m, the model was trained at {trained_m:g} m; it needs {coarsest_m:.3g} m or finer.</source>
        <translation>Die Pixel des Bildes sind {pixel_m:.3g} m groß, das Modell wurde mit {trained_m:g} m trainiert; es braucht {coarsest_m:.3g} m oder feiner.</translation>
    </message>
    <message>
        <source>Model '{model}' is for {task}, this algorithm needs one for {wanted}.</source>
        <translation>Modell „{model}“ ist für {task}, dieser Algorithmus braucht eines für {wanted}.</translation>
    </message>
    <message>
        <source>Model '{model}' is of {count} images: {inputs}; this algorithm needs one of a single image.</source>
        <translation>Modell „{model}“ nimmt {count} Bilder: {inputs}; dieser Algorithmus braucht eines für ein einziges Bild.</translation>
    </message>
    <message>
        <source>The model needs {count} bands ({bands}), {found} are chosen.</source>
        <translation>Das Modell braucht {count} Kanäle ({bands}), {found} sind gewählt.</translation>
    </message>
    <message>
        <source>The model needs {count} bands ({bands}), '{layer}' has {found}.</source>
        <translation>Das Modell braucht {count} Kanäle ({bands}), „{layer}“ hat {found}.</translation>
    </message>
    <message>
        <source>{tasks} or {last}</source>
        <translation>{tasks} oder {last}</translation>
    </message>
    <message>
        <source>The folder of models '{folder}' cannot be made: {reason}.</source>
        <translation>Der Modellordner „{folder}“ kann nicht angelegt werden: {reason}.</translation>
    </message>
    <message>
        <source>{name} must be a {suffix} file, got '{path}'.</source>
        <translation>{name} muss eine {suffix}-Datei sein, nicht „{path}“.</translation>
    </message>
    <message>
        <source>{name}: folder '{path}' does not exist.</source>
        <translation>{name}: Ordner „{path}“ ist nicht vorhanden.</translation>
    </message>
    <message>
        <source>{name}: choose a .vrt file, because the parts are to be kept.</source>
        <translation>{name}: eine .vrt-Datei wählen, weil die Teile behalten werden sollen.</translation>
    </message>
    <message>
        <source>{name} must be a new or an empty folder, '{path}' is not.</source>
        <translation>{name} muss ein neuer oder leerer Ordner sein, „{path}“ ist keiner.</translation>
    </message>
    <message>
        <source>{name} cannot be written to '{path}': {reason}.</source>
        <translation>{name} kann nicht nach „{path}“ geschrieben werden: {reason}.</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>EO Deep models (*.safetensors)</source>
        <translation>EO-Deep-Modelle (*.safetensors)</translation>
    </message>
    <message>
        <source>{name} must be one of {options}, got '{value}'.</source>
        <translation>{name}: erlaubt sind {options}, nicht „{value}“.</translation>
    </message>
    <message>
        <source>{name}: '{path}' does not exist.</source>
        <translation>{name}: „{path}“ ist nicht vorhanden.</translation>
    </message>
    <message>
        <source>Folder '{path}' does not exist.</source>
        <translation>Ordner „{path}“ ist nicht vorhanden.</translation>
    </message>
    <message>
        <source>{name} must be one folder or raster, got {count}.</source>
        <translation>{name} muss ein Ordner oder Raster sein, nicht {count}.</translation>
    </message>
    <message>
        <source>The model's '{image}' needs {count} bands ({bands}), '{layer}' has {found}.</source>
        <translation>„{image}“ des Modells braucht {count} Kanäle ({bands}), „{layer}“ hat {found}.</translation>
    </message>
    <message>
        <source>table '{table}' of '{path}'</source>
        <translation>Tabelle „{table}“ von „{path}“</translation>
    </message>
    <message>
        <source>table '{table}'</source>
        <translation>Tabelle „{table}“</translation>
    </message>
    <message>
        <source>EO Deep: deep networks for Earth observation</source>
        <translation>EO Deep: tiefe Netze für die Erdbeobachtung</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>Ausgaben</translation>
    </message>
    <message>
        <source>{name} would overwrite {target}, which is in use: choose another name.</source>
        <translation>{name} würde {target} überschreiben, das in Gebrauch ist: einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>{name} is missing.</source>
        <translation>{name} fehlt.</translation>
    </message>
    <message>
        <source>{name} is missing or cannot be read: {value}.</source>
        <translation>{name} fehlt oder kann nicht gelesen werden: {value}.</translation>
    </message>
    <message>
        <source>'{layer}' is read with the settings of its layer properties: CRS {crs}.</source>
        <translation>„{layer}“ wird mit den Einstellungen seiner Layereigenschaften gelesen: KBS {crs}.</translation>
    </message>
    <message>
        <source>Reading '{layer}' into a GeoTIFF of {width} x {height} px, {pixel:.6g} units of {crs} per pixel, extent {extent}.</source>
        <translation>„{layer}“ wird in ein GeoTIFF von {width} x {height} px eingelesen, {pixel:.6g} Einheiten von {crs} je Pixel, Ausdehnung {extent}.</translation>
    </message>
    <message>
        <source>'{layer}' is read with the settings of its layer properties: CRS {crs}, nodata {nodata}.</source>
        <translation>„{layer}“ wird mit den Einstellungen seiner Layereigenschaften gelesen: KBS {crs}, NoData {nodata}.</translation>
    </message>
    <message>
        <source>'{layer}' cannot be read: {reason}.</source>
        <translation>„{layer}“ kann nicht gelesen werden: {reason}.</translation>
    </message>
    <message>
        <source>The layer properties of '{layer}' have a range of nodata values: give one value.</source>
        <translation>Die Layereigenschaften von „{layer}“ enthalten einen Bereich von NoData-Werten: einen einzelnen Wert angeben.</translation>
    </message>
    <message>
        <source>'{layer}' has no pixels of its own, and no model gives the resolution to read.</source>
        <translation>„{layer}“ hat keine eigenen Pixel, und kein Modell gibt die Auflösung zum Lesen vor.</translation>
    </message>
    <message>
        <source>'{layer}' cannot be read into a file: {reason}.</source>
        <translation>„{layer}“ kann nicht in eine Datei eingelesen werden: {reason}.</translation>
    </message>
    <message>
        <source>unknown reason</source>
        <translation>unbekannter Grund</translation>
    </message>
    <message>
        <source>'{layer}' has no pixels of its own: give an area, or zoom the map window to the part to read.</source>
        <translation>„{layer}“ hat keine eigenen Pixel: ein Gebiet angeben oder das Kartenfenster auf den zu lesenden Teil zoomen.</translation>
    </message>
    <message>
        <source>The area does not touch '{layer}'.</source>
        <translation>Das Gebiet berührt „{layer}“ nicht.</translation>
    </message>
    <message>
        <source>'{layer}' would become {width} x {height} px, more than {maximum:,} px: choose a smaller area.</source>
        <translation>„{layer}“ würde {width} x {height} px groß, mehr als {maximum:,} px: ein kleineres Gebiet wählen.</translation>
    </message>
    <message>
        <source>its CRS</source>
        <translation>sein KBS</translation>
    </message>
    <message>
        <source>'{layer}' cannot be read.</source>
        <translation>„{layer}“ kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The engine wrote no layer for {name}.</source>
        <translation>Der Rechenkern hat keinen Layer für {name} geschrieben.</translation>
    </message>
    <message>
        <source>Engine: Python interpreter or environment folder</source>
        <translation>Rechenkern: Python-Interpreter oder Ordner der Umgebung</translation>
    </message>
    <message>
        <source>Engine: device that 'auto' means</source>
        <translation>Rechenkern: Prozessor, für den „auto“ steht</translation>
    </message>
    <message>
        <source>Engine: number of processor threads (0: all)</source>
        <translation>Rechenkern: Anzahl der Prozessor-Threads (0: alle)</translation>
    </message>
    <message>
        <source>Engine: folder for compiled code</source>
        <translation>Rechenkern: Ordner für kompilierten Code</translation>
    </message>
    <message>
        <source>Engine: minutes that it waits for the next click</source>
        <translation>Rechenkern: Minuten, die er auf den nächsten Klick wartet</translation>
    </message>
    <message>
        <source>The disk of '{folder}' or of the temporary folder is full; free about {needed:.0f} GB (10 GB for a CUDA build) and run this again.</source>
        <translation>Die Festplatte von „{folder}“ oder des temporären Ordners ist voll; etwa {needed:.0f} GB freigeben (10 GB für einen CUDA-Build) und dies erneut starten.</translation>
    </message>
    <message>
        <source>A security policy of this computer stops programs in '{folder}'; ask your administrator to allow them.</source>
        <translation>Eine Sicherheitsrichtlinie dieses Computers verhindert Programme in „{folder}“; die Systemverwaltung bitten, sie zu erlauben.</translation>
    </message>
    <message>
        <source>The Python '{python}' cannot create environments (it has no module venv); on Debian and Ubuntu run 'sudo apt install python3-venv', elsewhere install Python from python.org, and run this again.</source>
        <translation>Das Python „{python}“ kann keine Umgebungen anlegen (ihm fehlt das Modul venv); unter Debian und Ubuntu „sudo apt install python3-venv“ ausführen, sonst Python von python.org installieren, und dies erneut starten.</translation>
    </message>
    <message>
        <source>The network's proxy asks for a user name and password; enter them in Settings &gt; Options &gt; Network and run this again.</source>
        <translation>Der Proxy des Netzwerks verlangt Benutzername und Passwort; unter Einstellungen &gt; Optionen &gt; Netzwerk eingeben und dies erneut starten.</translation>
    </message>
    <message>
        <source>The proxy could not be used; check it in Settings &gt; Options &gt; Network (pip needs an HTTP proxy, not SOCKS).</source>
        <translation>Der Proxy konnte nicht verwendet werden; unter Einstellungen &gt; Optionen &gt; Netzwerk prüfen (pip braucht einen HTTP-Proxy, nicht SOCKS).</translation>
    </message>
    <message>
        <source>{source} has a certificate that was not accepted, as happens behind a company's inspecting proxy; set the variable PIP_CERT to your organisation's certificate file, or use a wheelhouse folder.</source>
        <translation>{source} hat ein Zertifikat, das nicht angenommen wurde, wie es hinter dem prüfenden Proxy einer Firma vorkommt; die Variable PIP_CERT auf die Zertifikatsdatei der Organisation setzen oder einen Wheelhouse-Ordner verwenden.</translation>
    </message>
    <message>
        <source>The download was interrupted; run this again, packages that were already downloaded are kept.</source>
        <translation>Der Download wurde unterbrochen; dies erneut starten, schon heruntergeladene Pakete bleiben erhalten.</translation>
    </message>
    <message>
        <source>{source} cannot be reached; check the network, or use a wheelhouse folder made on another computer.</source>
        <translation>{source} ist nicht erreichbar; das Netzwerk prüfen oder einen auf einem anderen Computer angelegten Wheelhouse-Ordner verwenden.</translation>
    </message>
    <message>
        <source>Files in '{folder}' are in use; close other QGIS windows and run this again.</source>
        <translation>Dateien in „{folder}“ sind in Gebrauch; andere QGIS-Fenster schließen und dies erneut starten.</translation>
    </message>
    <message>
        <source>'{folder}' cannot be written; check the folder's permissions.</source>
        <translation>„{folder}“ kann nicht beschrieben werden; die Berechtigungen des Ordners prüfen.</translation>
    </message>
    <message>
        <source>{source} has no '{package}' for Python {version} on {platform}.</source>
        <translation>{source} hat kein „{package}“ für Python {version} auf {platform}.</translation>
    </message>
    <message>
        <source>The memory was full while packages were installed; close other programs and run this again.</source>
        <translation>Der Arbeitsspeicher war beim Installieren der Pakete voll; andere Programme schließen und dies erneut starten.</translation>
    </message>
    <message>
        <source>no message</source>
        <translation>keine Meldung</translation>
    </message>
    <message>
        <source>Setting up the engine failed: {text}</source>
        <translation>Das Einrichten des Rechenkerns ist gescheitert: {text}</translation>
    </message>
    <message>
        <source>The engine has ended unexpectedly; the next click starts it again.</source>
        <translation>Der Rechenkern wurde unerwartet beendet; der nächste Klick startet ihn neu.</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Take a part of the map as the area</source>
        <translation>Einen Teil der Karte als Gebiet übernehmen</translation>
    </message>
    <message>
        <source>Current view</source>
        <translation>Aktuelle Ansicht</translation>
    </message>
    <message>
        <source>Draw a rectangle</source>
        <translation>Ein Rechteck zeichnen</translation>
    </message>
    <message>
        <source>Taken by their names.</source>
        <translation>Nach ihren Namen übernommen.</translation>
    </message>
    <message>
        <source>Guessed by the wavelengths of the bands: please check.</source>
        <translation>Nach den Wellenlängen der Kanäle vermutet: bitte prüfen.</translation>
    </message>
    <message>
        <source>Guessed by the product in the file's name: please check.</source>
        <translation>Nach dem Produkt im Dateinamen vermutet: bitte prüfen.</translation>
    </message>
    <message>
        <source>The image's bands are taken in their order: please check.</source>
        <translation>Die Kanäle des Bildes werden in ihrer Reihenfolge übernommen: bitte prüfen.</translation>
    </message>
    <message>
        <source>Please choose a band for each.</source>
        <translation>Bitte für jeden einen Kanal wählen.</translation>
    </message>
    <message>
        <source>Choose an image and a model first.</source>
        <translation>Zuerst ein Bild und ein Modell wählen.</translation>
    </message>
    <message>
        <source>any pixel size</source>
        <translation>beliebige Pixelgröße</translation>
    </message>
    <message>
        <source>Choose a model file</source>
        <translation>Eine Modelldatei wählen</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>Kein Modell</translation>
    </message>
    <message>
        <source>Default: {model}</source>
        <translation>Vorgabe: {model}</translation>
    </message>
    <message>
        <source>Gives: {purpose} ({classes})</source>
        <translation>Liefert: {purpose} ({classes})</translation>
    </message>
    <message>
        <source>{resolution}; bands: {bands}; {size} MB; licence: {licence}</source>
        <translation>{resolution}; Kanäle: {bands}; {size} MB; Lizenz: {licence}</translation>
    </message>
    <message>
        <source>Accuracy: {accuracy}</source>
        <translation>Genauigkeit: {accuracy}</translation>
    </message>
    <message>
        <source>Folder...</source>
        <translation>Ordner...</translation>
    </message>
    <message>
        <source>Raster...</source>
        <translation>Raster...</translation>
    </message>
    <message>
        <source>Run 'Set up the engine' in the Toolbox (EO Deep &gt; Engine and demo data).</source>
        <translation>„Rechenkern einrichten“ in den Verarbeitungswerkzeugen starten (EO Deep &gt; Rechenkern und Demodaten).</translation>
    </message>
    <message>
        <source>The variable {name} names '{path}', where there is no Python interpreter.</source>
        <translation>Die Variable {name} nennt „{path}“, wo es keinen Python-Interpreter gibt.</translation>
    </message>
    <message>
        <source>The setting of EO Deep names '{path}', where there is no Python interpreter.</source>
        <translation>Die Einstellung von EO Deep nennt „{path}“, wo es keinen Python-Interpreter gibt.</translation>
    </message>
    <message>
        <source>The engine was killed (signal {number}), probably because the memory was full.</source>
        <translation>Der Rechenkern wurde abgebrochen (Signal {number}), wahrscheinlich weil der Arbeitsspeicher voll war.</translation>
    </message>
    <message>
        <source>About {count:.1f} h left.</source>
        <translation>Noch etwa {count:.1f} h.</translation>
    </message>
    <message>
        <source>The engine of EO Deep is not set up yet.</source>
        <translation>Der Rechenkern von EO Deep ist noch nicht eingerichtet.</translation>
    </message>
    <message>
        <source>The engine was ended by signal {number} ({name}).</source>
        <translation>Der Rechenkern wurde durch Signal {number} beendet ({name}).</translation>
    </message>
    <message>
        <source>The engine ended without a result (exit code {code}).</source>
        <translation>Der Rechenkern endete ohne Ergebnis (Exit-Code {code}).</translation>
    </message>
    <message>
        <source>About {count} s left.</source>
        <translation>Noch etwa {count} s.</translation>
    </message>
    <message>
        <source>About {count} min left.</source>
        <translation>Noch etwa {count} min.</translation>
    </message>
    <message>
        <source>The engine's environment is incomplete: it lacks '{package}'.</source>
        <translation>Die Umgebung des Rechenkerns ist unvollständig: Ihr fehlt „{package}“.</translation>
    </message>
    <message>
        <source>Last message of the engine: {text}</source>
        <translation>Letzte Meldung des Rechenkerns: {text}</translation>
    </message>
    <message>
        <source>The engine's interpreter '{path}' does not start: {reason}.</source>
        <translation>Der Interpreter „{path}“ des Rechenkerns startet nicht: {reason}.</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>Nothing was written.</source>
        <translation>Nichts wurde geschrieben.</translation>
    </message>
    <message>
        <source>Give either samples, or images with labels.</source>
        <translation>Entweder Stichproben oder Bilder mit Labels angeben.</translation>
    </message>
    <message>
        <source>Give the labels of the images.</source>
        <translation>Die Labels der Bilder angeben.</translation>
    </message>
    <message>
        <source>The strategy 'byclass', and no other, needs a class table.</source>
        <translation>Die Strategie „byclass“, und keine andere, braucht eine Klassentabelle.</translation>
    </message>
    <message>
        <source>The distribution 'custom', and no other, needs counts of the images.</source>
        <translation>Die Verteilung „custom“, und keine andere, braucht Anzahlen der Bilder.</translation>
    </message>
    <message>
        <source>Give either a dataset folder, or images with labels.</source>
        <translation>Entweder einen Datensatzordner oder Bilder mit Labels angeben.</translation>
    </message>
    <message>
        <source>Train and apply deep networks to Earth observation images of any size: buildings, land cover, map updates, accuracy.</source>
        <translation>Tiefe Netze trainieren und auf beliebig große Bilder der Erdbeobachtung anwenden: Gebäude, Landbedeckung, Kartenaktualisierung, Genauigkeit.</translation>
    </message>
    <message>
        <source>Classify</source>
        <translation>Klassifizieren</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Trainieren</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Rechenkern</translation>
    </message>
    <message>
        <source>Click to polygon</source>
        <translation>Polygon per Klick</translation>
    </message>
    <message>
        <source>Click to polygon: take the objects that a model sees in the window one by one</source>
        <translation>Polygon per Klick: die Objekte, die ein Modell im Fenster sieht, einzeln übernehmen</translation>
    </message>
    <message>
        <source>Try on this view</source>
        <translation>In dieser Ansicht ausprobieren</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Manual</source>
        <translation>Handbuch</translation>
    </message>
    <message>
        <source>About EO Deep</source>
        <translation>Über EO Deep</translation>
    </message>
    <message>
        <source>Licence: {}. QGIS {}.</source>
        <translation>Lizenz: {}. QGIS {}.</translation>
    </message>
    <message>
        <source>Engine: {}</source>
        <translation>Rechenkern: {}</translation>
    </message>
    <message>
        <source>The engine gave no answer.</source>
        <translation>Der Rechenkern gab keine Antwort.</translation>
    </message>
    <message>
        <source>This object goes on beyond what was read: move the map so that the window shows all of it.</source>
        <translation>Dieses Objekt reicht über das Gelesene hinaus: die Karte verschieben, sodass das Fenster es ganz zeigt.</translation>
    </message>
    <message>
        <source>The view is being read.</source>
        <translation>Die Ansicht wird gelesen.</translation>
    </message>
    <message>
        <source>Click to polygon needs an image: add a raster layer.</source>
        <translation>Polygon per Klick braucht ein Bild: einen Rasterlayer hinzufügen.</translation>
    </message>
    <message>
        <source>Cancelled. Click on the map to read it.</source>
        <translation>Abgebrochen. Zum Lesen auf die Karte klicken.</translation>
    </message>
    <message>
        <source>Hover over an object to see its outline. Click to add it; Shift and a click take it away. Drag a rectangle for all objects in it.</source>
        <translation>Mit dem Zeiger über einem Objekt erscheint sein Umriss. Ein Klick fügt es hinzu; Umschalt und ein Klick nehmen es weg. Ein aufgezogenes Rechteck nimmt alle Objekte darin.</translation>
    </message>
    <message>
        <source>The model sees no object here. A lower probability threshold shows more.</source>
        <translation>Das Modell sieht hier kein Objekt. Ein niedrigerer Schwellenwert der Wahrscheinlichkeit zeigt mehr.</translation>
    </message>
    <message>
        <source>The layer '{name}' cannot be edited; choose another one.</source>
        <translation>Der Layer „{name}“ kann nicht bearbeitet werden; einen anderen wählen.</translation>
    </message>
    <message>
        <source>The window does not show the image '{name}'.</source>
        <translation>Das Fenster zeigt das Bild „{name}“ nicht.</translation>
    </message>
    <message>
        <source>Zoom in: the window shows {seen} million pixels, at most {most} are read at once.</source>
        <translation>Hineinzoomen: Das Fenster zeigt {seen} Millionen Pixel, höchstens {most} werden auf einmal gelesen.</translation>
    </message>
    <message>
        <source>Add objects</source>
        <translation>Objekte hinzufügen</translation>
    </message>
    <message>
        <source>Take objects away</source>
        <translation>Objekte wegnehmen</translation>
    </message>
    <message>
        <source>New layer</source>
        <translation>Neuer Layer</translation>
    </message>
    <message>
        <source>Objects go to</source>
        <translation>Objekte gehen nach</translation>
    </message>
    <message>
        <source>Reading the view …</source>
        <translation>Ansicht wird gelesen …</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>The model sees pixels of {size:.2g} m; zoom in for smaller objects.</source>
        <translation>Das Modell sieht Pixel von {size:.2g} m; für kleinere Objekte hineinzoomen.</translation>
    </message>
    <message>
        <source>The view cannot be read.</source>
        <translation>Die Ansicht kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>EO Deep runs its networks in a Python environment of its own, the engine, so that neither QGIS nor its Python is changed and nothing that fails can take QGIS along. Set it up once: it is created in your QGIS profile and can be removed again by 'Remove the engine'. Computers without network can use a folder of packages.</source>
        <translation>EO Deep führt seine Netze in einer eigenen Python-Umgebung aus, dem Rechenkern; so werden weder QGIS noch sein Python verändert, und kein Fehler kann QGIS mitreißen. Einmal einrichten: Er wird im QGIS-Profil angelegt und kann mit „Rechenkern entfernen“ wieder entfernt werden. Computer ohne Netzwerk können einen Ordner mit Paketen verwenden.</translation>
    </message>
    <message>
        <source>EO Deep was updated and needs other packages than its engine has.</source>
        <translation>EO Deep wurde aktualisiert und braucht andere Pakete, als sein Rechenkern hat.</translation>
    </message>
    <message>
        <source>Set up</source>
        <translation>Einrichten</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Später</translation>
    </message>
    <message>
        <source>What is it?</source>
        <translation>Was ist das?</translation>
    </message>
    <message>
        <source>EO Deep needs its engine.</source>
        <translation>EO Deep braucht seinen Rechenkern.</translation>
    </message>
    <message>
        <source>Keys, here and on the map: A accept, R reject, C clear, E edit, N next, P previous, Z zoom. Here also → and ←.</source>
        <translation>Tasten, hier und auf der Karte: A annehmen, R ablehnen, C zurücksetzen, E bearbeiten, N weiter, P zurück, Z zoomen. Hier auch → und ←.</translation>
    </message>
    <message>
        <source>Without decision</source>
        <translation>Ohne Entscheidung</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Angenommen</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Review objects</source>
        <translation>Objekte durchsehen</translation>
    </message>
    <message>
        <source>Highest values first</source>
        <translation>Höchste Werte zuerst</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Layer</translation>
    </message>
    <message>
        <source>Order by</source>
        <translation>Ordnen nach</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Entscheidung</translation>
    </message>
    <message>
        <source>No other object is shown: choose another decision above.</source>
        <translation>Kein anderes Objekt wird gezeigt: oben eine andere Entscheidung wählen.</translation>
    </message>
    <message>
        <source>Choose a vector layer, such as the differences of 'Update map'.</source>
        <translation>Einen Vektorlayer wählen, etwa die Unterschiede aus „Karte aktualisieren“.</translation>
    </message>
    <message>
        <source>{place} of {count}</source>
        <translation>{place} von {count}</translation>
    </message>
    <message>
        <source>{accepted} accepted, {rejected} rejected, {open} without decision</source>
        <translation>{accepted} angenommen, {rejected} abgelehnt, {open} ohne Entscheidung</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoomen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>All {count} objects have a decision.</source>
        <translation>Alle {count} Objekte haben eine Entscheidung.</translation>
    </message>
    <message>
        <source>This object has no geometry that can be shown in the project's CRS.</source>
        <translation>Dieses Objekt hat keine Geometrie, die im KBS des Projekts gezeigt werden kann.</translation>
    </message>
    <message>
        <source>'{name}' has no objects.</source>
        <translation>„{name}“ hat keine Objekte.</translation>
    </message>
    <message>
        <source>'{name}' has no objects of this status.</source>
        <translation>„{name}“ hat keine Objekte mit diesem Status.</translation>
    </message>
    <message>
        <source>Add the field '{field}'</source>
        <translation>Feld „{field}“ hinzufügen</translation>
    </message>
    <message>
        <source>'{name}' did not take the decision.</source>
        <translation>„{name}“ hat die Entscheidung nicht angenommen.</translation>
    </message>
    <message>
        <source>The decisions could not be saved: {errors}</source>
        <translation>Die Entscheidungen konnten nicht gespeichert werden: {errors}</translation>
    </message>
    <message>
        <source>'{name}' has no field with a score: its objects come in their own order.</source>
        <translation>„{name}“ hat kein Feld mit einem Score: Seine Objekte kommen in ihrer eigenen Reihenfolge.</translation>
    </message>
    <message>
        <source>'{name}' did not take the field.</source>
        <translation>„{name}“ hat das Feld nicht angenommen.</translation>
    </message>
    <message>
        <source>'{name}' is read-only: its objects can be looked at, but decisions need a layer that can be edited, such as an export to GeoPackage.</source>
        <translation>„{name}“ ist schreibgeschützt: Seine Objekte können betrachtet werden, aber Entscheidungen brauchen einen bearbeitbaren Layer, etwa einen Export als GeoPackage.</translation>
    </message>
    <message>
        <source>'{name}' has no field '{field}', and its format cannot add one: export it to GeoPackage.</source>
        <translation>„{name}“ hat kein Feld „{field}“, und sein Format kann keines hinzufügen: als GeoPackage exportieren.</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>angenommen</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>no decision</source>
        <translation>keine Entscheidung</translation>
    </message>
    <message>
        <source>Review: {decision}</source>
        <translation>Durchsicht: {decision}</translation>
    </message>
    <message>
        <source>'{name}' has no field '{field}' for the decisions.</source>
        <translation>„{name}“ hat kein Feld „{field}“ für die Entscheidungen.</translation>
    </message>
    <message>
        <source>The field '{field}' of '{name}' cannot hold a text such as '{value}': rename it.</source>
        <translation>Das Feld „{field}“ von „{name}“ kann keinen Text wie „{value}“ aufnehmen: umbenennen.</translation>
    </message>
    <message>
        <source>training loss</source>
        <translation>Trainingsverlust</translation>
    </message>
    <message>
        <source>mean IoU</source>
        <translation>mittlerer IoU</translation>
    </message>
    <message>
        <source>share within 1.2 m</source>
        <translation>Anteil innerhalb 1,2 m</translation>
    </message>
    <message>
        <source>step 1</source>
        <translation>Schritt 1</translation>
    </message>
    <message>
        <source>step 2</source>
        <translation>Schritt 2</translation>
    </message>
    <message>
        <source>clean only</source>
        <translation>nur saubere</translation>
    </message>
    <message>
        <source>faithful</source>
        <translation>getreu</translation>
    </message>
    <message>
        <source>sharp</source>
        <translation>scharf</translation>
    </message>
    <message>
        <source>errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Training curves</source>
        <translation>Trainingskurven</translation>
    </message>
    <message>
        <source>No training has begun.</source>
        <translation>Kein Training hat begonnen.</translation>
    </message>
    <message>
        <source>{count} epochs</source>
        <translation>{count} Epochen</translation>
    </message>
    <message>
        <source>The memory is full.</source>
        <translation>Der Arbeitsspeicher ist voll.</translation>
    </message>
    <message>
        <source>The GPU's memory is full; close other programs that use it, or choose CPU.</source>
        <translation>Der Speicher der GPU ist voll; andere Programme schließen, die sie nutzen, oder CPU wählen.</translation>
    </message>
    <message>
        <source>Moved {0} of {1} objects, {2} were in place, {3} follow their neighbours, {4} were not found in the image; wrote '{5}'.</source>
        <translation>{0} von {1} Objekten verschoben, {2} lagen richtig, {3} folgen ihren Nachbarn, {4} wurden im Bild nicht gefunden; „{5}“ geschrieben.</translation>
    </message>
    <message>
        <source>The method correlation aligns buildings only; {0} lines stay where they are.</source>
        <translation>Die Methode correlation richtet nur Gebäude aus; {0} Linien bleiben, wo sie sind.</translation>
    </message>
    <message>
        <source>The vectors span {0}, the image {1}.</source>
        <translation>Die Vektoren reichen über {0}, das Bild über {1}.</translation>
    </message>
    <message>
        <source>None of the vectors lies on the image; check the CRS of both.</source>
        <translation>Keiner der Vektoren liegt auf dem Bild; das KBS von beiden prüfen.</translation>
    </message>
    <message>
        <source>The maximum shift must be more than 0 m, got {0} m.</source>
        <translation>Die größte Verschiebung muss mehr als 0 m sein, nicht {0} m.</translation>
    </message>
    <message>
        <source>Smoothness must be 0 or more, got {0}.</source>
        <translation>Die Glätte muss mindestens 0 sein, nicht {0}.</translation>
    </message>
    <message>
        <source>{0} must be one of {1}, got '{2}'.</source>
        <translation>{0}: erlaubt sind {1}, nicht „{2}“.</translation>
    </message>
    <message>
        <source>The pixel size is not known: the image has no CRS and the model no resolution; give the pixel size.</source>
        <translation>Die Pixelgröße ist nicht bekannt: Das Bild hat kein KBS und das Modell keine Auflösung; die Pixelgröße angeben.</translation>
    </message>
    <message>
        <source>Scoring {0} objects needs {1} GB in '{2}', {3} GB are free; choose a smaller maximum shift or another folder.</source>
        <translation>Das Bewerten von {0} Objekten braucht {1} GB in „{2}“, frei sind {3} GB; eine kleinere größte Verschiebung oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>Correction round {0} of {1} moved the vectors by {2} m (median).</source>
        <translation>Korrekturrunde {0} von {1} hat die Vektoren um {2} m verschoben (Median).</translation>
    </message>
    <message>
        <source>The models trained so far are kept in '{0}'; run it again with 'Resume' to continue.</source>
        <translation>Die bisher trainierten Modelle bleiben in „{0}“; mit „Unterbrochenes Training fortsetzen“ erneut starten, um weiterzumachen.</translation>
    </message>
    <message>
        <source>Displacements must be 0 or more, and at least one must be greater than 0.</source>
        <translation>Verschiebungen müssen mindestens 0 sein, und mindestens eine muss größer als 0 sein.</translation>
    </message>
    <message>
        <source>The share of {0} objects must be at least 0 and below 1, got {1}.</source>
        <translation>Der Anteil der Objekte ({0}) muss mindestens 0 und kleiner als 1 sein, nicht {1}.</translation>
    </message>
    <message>
        <source>Displacements are in metres, but no image has a CRS; give the resolution to train at.</source>
        <translation>Verschiebungen sind in Metern, aber kein Bild hat ein KBS; die Auflösung für das Training angeben.</translation>
    </message>
    <message>
        <source>Crop must be a multiple of {0} px, got {1} px.</source>
        <translation>Die Fenstergröße muss ein Vielfaches von {0} px sein, nicht {1} px.</translation>
    </message>
    <message>
        <source>Rounds must be at least 1, got {0}.</source>
        <translation>Es muss mindestens 1 Runde sein, nicht {0}.</translation>
    </message>
    <message>
        <source>'{0}' is a model for {1}, this needs one for alignment.</source>
        <translation>„{0}“ ist ein Modell für {1}, hier ist eines für die Ausrichtung nötig.</translation>
    </message>
    <message>
        <source>Wrote {0} buildings, {1} in all, to '{2}'.</source>
        <translation>{0} Gebäude, {1} insgesamt, nach „{2}“ geschrieben.</translation>
    </message>
    <message>
        <source>Threshold must be 0 to 1, got {0}.</source>
        <translation>Der Schwellenwert muss 0 bis 1 sein, nicht {0}.</translation>
    </message>
    <message>
        <source>Wrote the probability of buildings to '{0}'.</source>
        <translation>Gebäudewahrscheinlichkeit nach „{0}“ geschrieben.</translation>
    </message>
    <message>
        <source>At least {0} pixels must be known on both dates to tell changes from what is usual, got {1}; the rest is nodata, masked or outside of the area.</source>
        <translation>Mindestens {0} Pixel müssen zu beiden Zeitpunkten bekannt sein, um Veränderungen vom Üblichen zu unterscheiden, nicht {1}; der Rest ist NoData, maskiert oder außerhalb des Gebiets.</translation>
    </message>
    <message>
        <source>{0} of {1} objects are touched by changes.</source>
        <translation>{0} von {1} Objekten werden von Veränderungen berührt.</translation>
    </message>
    <message>
        <source>Objects with their changes need objects of a map, got none.</source>
        <translation>Objekte mit ihren Veränderungen brauchen Objekte einer Karte, aber keine sind angegeben.</translation>
    </message>
    <message>
        <source>The direction '{0}' is for the method 'index', got '{1}'.</source>
        <translation>Die Richtung „{0}“ gilt für die Methode „index“, nicht für „{1}“.</translation>
    </message>
    <message>
        <source>False alarms must be above 0 % and at most 50 %, got {0} %.</source>
        <translation>Fehlalarme müssen über 0 % und höchstens 50 % sein, nicht {0} %.</translation>
    </message>
    <message>
        <source>There must be an image before and one after, or a series of images.</source>
        <translation>Es muss ein Bild vorher und eines nachher geben, oder eine Bildzeitreihe.</translation>
    </message>
    <message>
        <source>There must be images before and after or a series, but both are given.</source>
        <translation>Es muss Bilder vorher und nachher oder eine Zeitreihe geben, aber beides ist angegeben.</translation>
    </message>
    <message>
        <source>Images without the event are for images before and after; those of a series are its history.</source>
        <translation>Bilder ohne das Ereignis gehören zu Bildern vorher und nachher; die einer Zeitreihe sind ihre Vorgeschichte.</translation>
    </message>
    <message>
        <source>The index '{0}' has no value anywhere on these images; check its bands.</source>
        <translation>Der Index „{0}“ hat auf diesen Bildern nirgends einen Wert; seine Kanäle prüfen.</translation>
    </message>
    <message>
        <source>The method 'index' needs one formula, such as 'ndvi = (nir - red) / (nir + red)', got {0}.</source>
        <translation>Die Methode „index“ braucht eine Formel, etwa „ndvi = (nir - red) / (nir + red)“, nicht {0}.</translation>
    </message>
    <message>
        <source>The method 'spectral angle' needs images of at least 2 bands, got 1.</source>
        <translation>Die Methode „spectral angle“ braucht Bilder mit mindestens 2 Kanälen, nicht 1.</translation>
    </message>
    <message>
        <source>A series is monitored by the method auto, magnitude or index and in any direction, got '{0}', '{1}'.</source>
        <translation>Eine Zeitreihe wird mit der Methode auto, magnitude oder index und in beliebiger Richtung überwacht, nicht mit „{0}“, „{1}“.</translation>
    </message>
    <message>
        <source>A series of at least {0} usable images is needed, got {1}.</source>
        <translation>Eine Zeitreihe aus mindestens {0} brauchbaren Bildern ist nötig, nicht {1}.</translation>
    </message>
    <message>
        <source>Monitoring can start on {0} only if each image has a date.</source>
        <translation>Die Überwachung kann nur am {0} beginnen, wenn jedes Bild ein Datum hat.</translation>
    </message>
    <message>
        <source>At least 3 images before the start of monitoring and one after are needed; of {0} images {1} lie before {2}.</source>
        <translation>Mindestens 3 Bilder vor dem Beginn der Überwachung und eines danach sind nötig; von {0} Bildern liegen {1} vor {2}.</translation>
    </message>
    <message>
        <source>No pixel is known on the dates of the history; give other dates or masks.</source>
        <translation>Kein Pixel ist zu den Zeitpunkten der Vorgeschichte bekannt; andere Zeitpunkte oder Masken angeben.</translation>
    </message>
    <message>
        <source>The model needs bands {0}, the images have {1}; choose the bands in that order.</source>
        <translation>Das Modell braucht die Kanäle {0}, die Bilder haben {1}; die Kanäle in dieser Reihenfolge wählen.</translation>
    </message>
    <message>
        <source>The model needs a cell of {0} px that is known, '{1}' has none.</source>
        <translation>Das Modell braucht eine bekannte Zelle von {0} px, „{1}“ hat keine.</translation>
    </message>
    <message>
        <source>The image before is of {0}, the one after of {1}: they may have been swapped.</source>
        <translation>Das Bild vorher ist vom {0}, das nachher vom {1}: Sie könnten vertauscht sein.</translation>
    </message>
    <message>
        <source>Images without the event must be of dates before that of the image after, {0}, but '{1}' is of {2}.</source>
        <translation>Bilder ohne das Ereignis müssen von Zeitpunkten vor dem des Bildes nachher, {0}, sein, aber „{1}“ ist vom {2}.</translation>
    </message>
    <message>
        <source>Class values must be 0 to {0}, but '{1}' holds {2}.</source>
        <translation>Klassenwerte müssen 0 bis {0} sein, aber „{1}“ enthält {2}.</translation>
    </message>
    <message>
        <source>The tile size must be a multiple of 16 px, got {0} px.</source>
        <translation>Die Kachelgröße muss ein Vielfaches von 16 px sein, nicht {0} px.</translation>
    </message>
    <message>
        <source>A CRF with a radius of {0} px, a dilation of {1} and {2} iterations sees {3} px; at most {4} px are possible.</source>
        <translation>Ein CRF mit einem Radius von {0} px, einer Dilatation von {1} und {2} Iterationen sieht {3} px; höchstens {4} px sind möglich.</translation>
    </message>
    <message>
        <source>No CRS in: {0}; taken to be the same as the other raster's.</source>
        <translation>Kein KBS in: {0}; es gilt als das des anderen Rasters.</translation>
    </message>
    <message>
        <source>No pixel of '{0}' has a label.</source>
        <translation>Kein Pixel von „{0}“ hat ein Label.</translation>
    </message>
    <message>
        <source>The labels must have pixels of at least two classes where there are probabilities, got {0}.</source>
        <translation>Die Labels müssen dort, wo es Wahrscheinlichkeiten gibt, Pixel von mindestens zwei Klassen haben, nicht {0}.</translation>
    </message>
    <message>
        <source>Two classes of the labels are the same class of the probabilities: {0}.</source>
        <translation>Zwei Klassen der Labels sind dieselbe Klasse der Wahrscheinlichkeiten: {0}.</translation>
    </message>
    <message>
        <source>Class '{0}' of the labels is not among the classes of the probabilities: {1}.</source>
        <translation>Klasse „{0}“ der Labels ist nicht unter den Klassen der Wahrscheinlichkeiten: {1}.</translation>
    </message>
    <message>
        <source>'{0}' has {1} bands; a class map has at most {2} classes.</source>
        <translation>„{0}“ hat {1} Kanäle; eine Klassenkarte hat höchstens {2} Klassen.</translation>
    </message>
    <message>
        <source>Probabilities must be 0 to 1, but '{0}' holds {1}.</source>
        <translation>Wahrscheinlichkeiten müssen 0 bis 1 sein, aber „{0}“ enthält {1}.</translation>
    </message>
    <message>
        <source>The probabilities of a pixel must sum to 1, but those in '{0}' sum to {1} somewhere.</source>
        <translation>Die Wahrscheinlichkeiten eines Pixels müssen die Summe 1 haben, aber die in „{0}“ haben irgendwo die Summe {1}.</translation>
    </message>
    <message>
        <source>'{0}' is a class map; this needs probabilities, one band per class.</source>
        <translation>„{0}“ ist eine Klassenkarte; hier sind Wahrscheinlichkeiten nötig, ein Kanal je Klasse.</translation>
    </message>
    <message>
        <source>'{0}' is a model for method '{1}', got method '{2}'.</source>
        <translation>„{0}“ ist ein Modell für die Methode „{1}“, nicht für „{2}“.</translation>
    </message>
    <message>
        <source>{0} x {1} px, {2} tiles with a margin of {3} px.</source>
        <translation>{0} x {1} px, {2} Kacheln mit einem Rand von {3} px.</translation>
    </message>
    <message>
        <source>The method must be one of {0}, got '{1}'.</source>
        <translation>Die Methode muss eine von {0} sein, nicht „{1}“.</translation>
    </message>
    <message>
        <source>'{0}' only calibrates, because '{1}' did not help in its training.</source>
        <translation>„{0}“ kalibriert nur, weil „{1}“ in seinem Training nicht geholfen hat.</translation>
    </message>
    <message>
        <source>Method '{0}' needs the image, whose edges the classes shall follow.</source>
        <translation>Methode „{0}“ braucht das Bild, dessen Kanten die Klassen folgen sollen.</translation>
    </message>
    <message>
        <source>Method 'majority' gives classes only, no refined probabilities.</source>
        <translation>Methode „majority“ liefert nur Klassen, keine verfeinerten Wahrscheinlichkeiten.</translation>
    </message>
    <message>
        <source>The fusion must be one of {0}, got '{1}'.</source>
        <translation>Die Fusion muss eine von {0} sein, nicht „{1}“.</translation>
    </message>
    <message>
        <source>Method 'fusion' needs other maps of the place.</source>
        <translation>Methode „fusion“ braucht weitere Karten des Ortes.</translation>
    </message>
    <message>
        <source>Other maps are for method 'fusion', got method '{0}'.</source>
        <translation>Weitere Karten sind für die Methode „fusion“, nicht für „{0}“.</translation>
    </message>
    <message>
        <source>Fusion '{0}' needs a model, which 'Train a refinement' makes of the maps.</source>
        <translation>Fusion „{0}“ braucht ein Modell, das „Verfeinerung trainieren“ aus den Karten erzeugt.</translation>
    </message>
    <message>
        <source>Method 'calibrate' needs a model, a threshold or a temperature.</source>
        <translation>Methode „calibrate“ braucht ein Modell, einen Schwellenwert oder eine Temperatur.</translation>
    </message>
    <message>
        <source>'{0}' is a model for {1} classes ({2}), the probabilities have {3}.</source>
        <translation>„{0}“ ist ein Modell für {1} Klassen ({2}), die Wahrscheinlichkeiten haben {3}.</translation>
    </message>
    <message>
        <source>A threshold is for two classes, the probabilities have {0}.</source>
        <translation>Ein Schwellenwert ist für zwei Klassen, die Wahrscheinlichkeiten haben {0}.</translation>
    </message>
    <message>
        <source>Nothing was refined: every pixel is nodata.</source>
        <translation>Nichts wurde verfeinert: Jedes Pixel ist NoData.</translation>
    </message>
    <message>
        <source>{0} of the pixels have no image; their probabilities are calibrated only.</source>
        <translation>{0} der Pixel haben kein Bild; ihre Wahrscheinlichkeiten werden nur kalibriert.</translation>
    </message>
    <message>
        <source>Method 'learned' needs a model, which 'Train a refinement' makes.</source>
        <translation>Methode „learned“ braucht ein Modell, das „Verfeinerung trainieren“ erzeugt.</translation>
    </message>
    <message>
        <source>The model has all numbers; '{0}' must not be given, got {1}.</source>
        <translation>Das Modell hat alle Zahlen; „{0}“ darf nicht angegeben werden, ist aber {1}.</translation>
    </message>
    <message>
        <source>'{0}' is for method '{1}', got method '{2}'.</source>
        <translation>„{0}“ ist für die Methode „{1}“, nicht für „{2}“.</translation>
    </message>
    <message>
        <source>The model is for a fusion of {0} maps, got {1}.</source>
        <translation>Das Modell ist für eine Fusion von {0} Karten, nicht {1}.</translation>
    </message>
    <message>
        <source>'{0}' is a model for {1}, this needs one for {2}.</source>
        <translation>„{0}“ ist ein Modell für {1}, hier ist eines für {2} nötig.</translation>
    </message>
    <message>
        <source>Fitting on {0} labelled pixels in {1} windows.</source>
        <translation>Anpassung an {0} Pixel mit Label in {1} Fenstern.</translation>
    </message>
    <message>
        <source>Labels must be one layer, or one for each of the {0} rasters of probabilities, got {1}.</source>
        <translation>Labels müssen ein Layer sein, oder einer für jedes der {0} Raster mit Wahrscheinlichkeiten, nicht {1}.</translation>
    </message>
    <message>
        <source>Method 'fusion' needs at least two maps of one place, got {0}.</source>
        <translation>Methode „fusion“ braucht mindestens zwei Karten eines Ortes, nicht {0}.</translation>
    </message>
    <message>
        <source>Method 'fusion' needs one layer of labels, got {0}.</source>
        <translation>Methode „fusion“ braucht einen Layer mit Labels, nicht {0}.</translation>
    </message>
    <message>
        <source>Method '{0}' needs one image for each of the {1} rasters of probabilities, got {2}.</source>
        <translation>Methode „{0}“ braucht ein Bild für jedes der {1} Raster mit Wahrscheinlichkeiten, nicht {2}.</translation>
    </message>
    <message>
        <source>{0}: the first time, code is compiled for this computer; this takes minutes.</source>
        <translation>{0}: Beim ersten Mal wird Code für diesen Computer kompiliert; das dauert Minuten.</translation>
    </message>
    <message>
        <source>The model's output is not finite for {0} of {1} patches: {2}.</source>
        <translation>Die Ausgabe des Modells ist bei {0} von {1} Ausschnitten nicht endlich: {2}.</translation>
    </message>
    <message>
        <source>Steps must be at least 0, got {0}.</source>
        <translation>Die Schritte müssen mindestens 0 sein, nicht {0}.</translation>
    </message>
    <message>
        <source>The stored samples in '{0}' have classes that are not on its card.</source>
        <translation>Die gespeicherten Stichproben in „{0}“ haben Klassen, die nicht auf seiner Karte stehen.</translation>
    </message>
    <message>
        <source>'{0}' has no start distribution for sampling; it is not a complete JEM model.</source>
        <translation>„{0}“ hat keine Startverteilung für Stichproben; es ist kein vollständiges JEM-Modell.</translation>
    </message>
    <message>
        <source>'{0}' in '{1}' does not match the model's classes, bands and patch size.</source>
        <translation>„{0}“ in „{1}“ passt nicht zu Klassen, Kanälen und Ausschnittgröße des Modells.</translation>
    </message>
    <message>
        <source>Each training step now has {0} sampling steps.</source>
        <translation>Jeder Trainingsschritt hat nun {0} Stichprobenschritte.</translation>
    </message>
    <message>
        <source>Sampling steps must be at least 1, got {0}.</source>
        <translation>Es müssen mindestens 1 Stichprobenschritte sein, nicht {0}.</translation>
    </message>
    <message>
        <source>The sampler's step size must be above 0, got {0}.</source>
        <translation>Die Länge der Stichprobenschritte muss über 0 sein, nicht {0}.</translation>
    </message>
    <message>
        <source>The sampler's noise must be at least 0, got {0}.</source>
        <translation>Das Stichprobenrauschen muss mindestens 0 sein, nicht {0}.</translation>
    </message>
    <message>
        <source>The share of restarted samples must be 0 to 1, got {0}.</source>
        <translation>Der Anteil neu begonnener Stichproben muss 0 bis 1 sein, nicht {0}.</translation>
    </message>
    <message>
        <source>The number of stored samples must be at least {0}, those of one step, got {1}.</source>
        <translation>Die Anzahl gespeicherter Stichproben muss mindestens {0} sein, die eines Schritts, nicht {1}.</translation>
    </message>
    <message>
        <source>{0} pairs of objects; 50 % of the vertices lie within {1} m of their true position, 95 % within {2} m.</source>
        <translation>{0} Objektpaare; 50 % der Stützpunkte liegen innerhalb von {1} m um ihre wahre Lage, 95 % innerhalb von {2} m.</translation>
    </message>
    <message>
        <source>The confidence radius must be greater than 0 m, got {0} m.</source>
        <translation>Der Konfidenzradius muss größer als 0 m sein, nicht {0} m.</translation>
    </message>
    <message>
        <source>One layer has no CRS; both are taken to be in {0}.</source>
        <translation>Ein Layer hat kein KBS; für beide gilt {0}.</translation>
    </message>
    <message>
        <source>The reference data '{0}' lie outside the valid area of {1}.</source>
        <translation>Die Referenzdaten „{0}“ liegen außerhalb des gültigen Gebiets von {1}.</translation>
    </message>
    <message>
        <source>Lines cannot be matched by overlap; give an ID field.</source>
        <translation>Linien können nicht nach Überlappung zugeordnet werden; ein ID-Feld angeben.</translation>
    </message>
    <message>
        <source>{0} values of '{1}' are not between 0 and 1; the confidence is not assessed.</source>
        <translation>{0} Werte von „{1}“ liegen nicht zwischen 0 und 1; die Konfidenz wird nicht bewertet.</translation>
    </message>
    <message>
        <source>Field '{0}' must identify each object; the {1} hold '{2}' {3} times.</source>
        <translation>Feld „{0}“ muss jedes Objekt kennzeichnen; {1}: „{2}“ kommt {3}-mal vor.</translation>
    </message>
    <message>
        <source>The threshold must be a finite number, got {0}.</source>
        <translation>Der Schwellenwert muss eine endliche Zahl sein, nicht {0}.</translation>
    </message>
    <message>
        <source>No compared pixel of the reference data is changed; only false alarms are counted.</source>
        <translation>Kein verglichenes Pixel der Referenzdaten ist verändert; nur Fehlalarme werden gezählt.</translation>
    </message>
    <message>
        <source>There must be a raster among score, map and reference data; 'Compare polygons' compares polygons.</source>
        <translation>Unter Score, Karte und Referenzdaten muss ein Raster sein; „Polygone vergleichen“ vergleicht Polygone.</translation>
    </message>
    <message>
        <source>There must be one map for each score ({0}), got {1}.</source>
        <translation>Es muss eine Karte je Score geben ({0}), nicht {1}.</translation>
    </message>
    <message>
        <source>There must be a score or a map of changes; none is given.</source>
        <translation>Es muss einen Score oder eine Karte der Veränderungen geben; nichts ist angegeben.</translation>
    </message>
    <message>
        <source>{0} polygons have no value in '{1}' and are left out.</source>
        <translation>{0} Polygone haben in „{1}“ keinen Wert und werden ausgelassen.</translation>
    </message>
    <message>
        <source>The reference data hold 0 and {0} only; {1} is read as changed.</source>
        <translation>Die Referenzdaten enthalten nur 0 und {0}; {1} wird als verändert gelesen.</translation>
    </message>
    <message>
        <source>'{0}' states no threshold; give a threshold or a map of changes to learn more than how well the score ranks pixels.</source>
        <translation>„{0}“ nennt keinen Schwellenwert; einen Schwellenwert oder eine Karte der Veränderungen angeben, um mehr zu erfahren, als wie gut der Score Pixel ordnet.</translation>
    </message>
    <message>
        <source>The area '{0}' holds no polygons.</source>
        <translation>Das Gebiet „{0}“ enthält keine Polygone.</translation>
    </message>
    <message>
        <source>Overall accuracy {0} %, mean IoU {1} %.</source>
        <translation>Gesamtgenauigkeit {0} %, mittlerer IoU {1} %.</translation>
    </message>
    <message>
        <source>All compared pixels of the reference data are of one class, {0}; overall accuracy, kappa and precision are not meaningful.</source>
        <translation>Alle verglichenen Pixel der Referenzdaten gehören zu einer Klasse, {0}; Gesamtgenauigkeit, Kappa und Präzision sind nicht aussagekräftig.</translation>
    </message>
    <message>
        <source>The layers lie far apart; the error map is nodata where neither layer has polygons.</source>
        <translation>Die Layer liegen weit auseinander; die Fehlerkarte ist NoData, wo keiner der Layer Polygone hat.</translation>
    </message>
    <message>
        <source>Class values must be below 2^31, but the class field holds {0}.</source>
        <translation>Klassenwerte müssen unter 2^31 sein, aber das Klassenfeld enthält {0}.</translation>
    </message>
    <message>
        <source>'{0}' holds probabilities ({1} means 1), not classes; classify them first.</source>
        <translation>„{0}“ enthält Wahrscheinlichkeiten ({1} bedeutet 1), keine Klassen; zuerst klassifizieren.</translation>
    </message>
    <message>
        <source>Class values must be below 2^31, but '{0}' holds {1}.</source>
        <translation>Klassenwerte müssen unter 2^31 sein, aber „{0}“ enthält {1}.</translation>
    </message>
    <message>
        <source>Class maps may have at most {0} classes, got {1}.</source>
        <translation>Klassenkarten dürfen höchstens {0} Klassen haben, nicht {1}.</translation>
    </message>
    <message>
        <source>Class maps may have at most {0} classes; these have more.</source>
        <translation>Klassenkarten dürfen höchstens {0} Klassen haben; diese haben mehr.</translation>
    </message>
    <message>
        <source>The layers are compared on pixels of {0}, of which a polygon of median size spans {1}; give an area for finer ones.</source>
        <translation>Die Layer werden auf Pixeln von {0} verglichen, von denen ein Polygon mittlerer Größe {1} umspannt; für feinere ein Gebiet angeben.</translation>
    </message>
    <message>
        <source>The area is very large; the layers are compared only where there are polygons.</source>
        <translation>Das Gebiet ist sehr groß; die Layer werden nur verglichen, wo es Polygone gibt.</translation>
    </message>
    <message>
        <source>An error map would have {0} x {1} pixels, which is too many; omit it, or give an area.</source>
        <translation>Eine Fehlerkarte hätte {0} x {1} Pixel, und das sind zu viele; weglassen oder ein Gebiet angeben.</translation>
    </message>
    <message>
        <source>The reference data '{0}' hold no polygons.</source>
        <translation>Die Referenzdaten „{0}“ enthalten keine Polygone.</translation>
    </message>
    <message>
        <source>No CRS in: {0}; taken to be the same as the other layer's.</source>
        <translation>Kein KBS in: {0}; es gilt als das des anderen Layers.</translation>
    </message>
    <message>
        <source>The layer '{0}' does not exist.</source>
        <translation>Der Layer „{0}“ ist nicht vorhanden.</translation>
    </message>
    <message>
        <source>'{0}' is neither a raster nor a polygon layer that can be read.</source>
        <translation>„{0}“ ist weder ein Raster noch ein Polygonlayer, der gelesen werden kann.</translation>
    </message>
    <message>
        <source>The width of the boundary must be above 0 m, got {0} m.</source>
        <translation>Die Randbreite muss über 0 m sein, nicht {0} m.</translation>
    </message>
    <message>
        <source>{0} of {1} reference polygons are matched, {2} polygons are predicted; IoU {3}, object F-score {4}.</source>
        <translation>{0} von {1} Referenzpolygonen sind zugeordnet, {2} Polygone sind vorhergesagt; IoU {3}, F-Maß der Objekte {4}.</translation>
    </message>
    <message>
        <source>The minimum IoU must be 0.1 to 1, got {0}.</source>
        <translation>Der kleinste IoU muss 0,1 bis 1 sein, nicht {0}.</translation>
    </message>
    <message>
        <source>Field '{0}' not found; the prediction has: {1}.</source>
        <translation>Feld „{0}“ nicht gefunden; die Vorhersage hat: {1}.</translation>
    </message>
    <message>
        <source>The prediction has no CRS; it is taken to be in {0}.</source>
        <translation>Die Vorhersage hat kein KBS; es gilt {0}.</translation>
    </message>
    <message>
        <source>No polygon of the reference data has a class.</source>
        <translation>Kein Polygon der Referenzdaten hat eine Klasse.</translation>
    </message>
    <message>
        <source>The prediction holds no polygons; all reference polygons count as missed.</source>
        <translation>Die Vorhersage enthält keine Polygone; alle Referenzpolygone zählen als übersehen.</translation>
    </message>
    <message>
        <source>The prediction and the reference data do not overlap: they span {0}, and {1}.</source>
        <translation>Vorhersage und Referenzdaten überlappen sich nicht: Sie reichen über {0} und {1}.</translation>
    </message>
    <message>
        <source>{0} of the reference polygons lie outside the extent of the prediction and count as missed; give the image to clip both layers to it.</source>
        <translation>{0} der Referenzpolygone liegen außerhalb der Ausdehnung der Vorhersage und zählen als übersehen; das Bild angeben, um beide Layer darauf zuzuschneiden.</translation>
    </message>
    <message>
        <source>The image '{0}' lies outside the valid area of {1}.</source>
        <translation>Das Bild „{0}“ liegt außerhalb des gültigen Gebiets von {1}.</translation>
    </message>
    <message>
        <source>No polygon of the reference data lies within the image '{0}'.</source>
        <translation>Kein Polygon der Referenzdaten liegt innerhalb des Bildes „{0}“.</translation>
    </message>
    <message>
        <source>The image or the polygons have no CRS; both are taken to be in the same CRS.</source>
        <translation>Das Bild oder die Polygone haben kein KBS; beide gelten als im selben KBS.</translation>
    </message>
    <message>
        <source>There is no feature: use the bands, a window, a formula or a layer of a model.</source>
        <translation>Es gibt kein Merkmal: die Kanäle, ein Fenster, eine Formel oder eine Schicht eines Modells verwenden.</translation>
    </message>
    <message>
        <source>Features must have names of their own, got '{0}' twice.</source>
        <translation>Merkmale müssen eigene Namen haben, aber „{0}“ kommt zweimal vor.</translation>
    </message>
    <message>
        <source>There can be at most {0} formulas, got {1}.</source>
        <translation>Es kann höchstens {0} Formeln geben, nicht {1}.</translation>
    </message>
    <message>
        <source>Formula '{0}' must not be longer than {1} characters, it has {2}.</source>
        <translation>Formel „{0}“ darf nicht länger als {1} Zeichen sein, hat aber {2}.</translation>
    </message>
    <message>
        <source>Formula '{0}' names '{1}', but the bands are {2}.</source>
        <translation>Formel „{0}“ nennt „{1}“, aber die Kanäle sind {2}.</translation>
    </message>
    <message>
        <source>A formula must read 'name = formula', got '{0}'.</source>
        <translation>Eine Formel muss „name = formel“ lauten, nicht „{0}“.</translation>
    </message>
    <message>
        <source>Formula '{0}' is no arithmetic: '{1}'.</source>
        <translation>Formel „{0}“ ist kein Rechenausdruck: „{1}“.</translation>
    </message>
    <message>
        <source>Formula '{0}' may hold numbers, bands, + - * / **, brackets and {1}, but it has '{2}'.</source>
        <translation>Formel „{0}“ darf Zahlen, Kanäle, + - * / **, Klammern und {1} enthalten, hat aber „{2}“.</translation>
    </message>
    <message>
        <source>'{0}' needs numbers of the image ({1}); no layer of it can be used for features.</source>
        <translation>„{0}“ braucht Zahlen des Bildes ({1}); keine Schicht davon kann für Merkmale verwendet werden.</translation>
    </message>
    <message>
        <source>'{0}' has no layer '{1}'; it has {2}, and modules by path.</source>
        <translation>„{0}“ hat keine Schicht „{1}“; es hat {2} und Module nach Pfad.</translation>
    </message>
    <message>
        <source>Layer '{0}' of '{1}' depends on the whole image, so tiles would show; choose an earlier layer.</source>
        <translation>Schicht „{0}“ von „{1}“ hängt vom ganzen Bild ab, sodass Kacheln sichtbar wären; eine frühere Schicht wählen.</translation>
    </message>
    <message>
        <source>The pixels of '{0}' are {1} m, the layer's network was trained at {2} m; its features may say little.</source>
        <translation>Die Pixel von „{0}“ sind {1} m groß, das Netz der Schicht wurde mit {2} m trainiert; seine Merkmale besagen vielleicht wenig.</translation>
    </message>
    <message>
        <source>The window must be an odd number of pixels from 1 to {0}, got {1} px.</source>
        <translation>Das Fenster muss eine ungerade Anzahl von Pixeln von 1 bis {0} haben, nicht {1} px.</translation>
    </message>
    <message>
        <source>{0} needs {1} images (bands {2}), got {3}.</source>
        <translation>{0} braucht {1} Bilder (Kanäle {2}), nicht {3}.</translation>
    </message>
    <message>
        <source>The vectors have no CRS; they are taken to be in the image's CRS, {0}.</source>
        <translation>Die Vektoren haben kein KBS; für sie gilt das KBS des Bildes, {0}.</translation>
    </message>
    <message>
        <source>The image has no CRS; it is taken to be in the vectors' CRS.</source>
        <translation>Das Bild hat kein KBS; für es gilt das KBS der Vektoren.</translation>
    </message>
    <message>
        <source>The layers lie outside the valid area of {0}.</source>
        <translation>Die Layer liegen außerhalb des gültigen Gebiets von {0}.</translation>
    </message>
    <message>
        <source>The raster lies outside the valid area of its CRS, so distances cannot be measured.</source>
        <translation>Das Raster liegt außerhalb des gültigen Gebiets seines KBS, sodass keine Abstände gemessen werden können.</translation>
    </message>
    <message>
        <source>'{0}' cannot be read: {1}.</source>
        <translation>„{0}“ kann nicht gelesen werden: {1}.</translation>
    </message>
    <message>
        <source>'{0}' holds no class centres; give the file that 'Segment without training data' wrote.</source>
        <translation>„{0}“ enthält keine Klassenzentren; die Datei angeben, die „Ohne Trainingsdaten segmentieren“ geschrieben hat.</translation>
    </message>
    <message>
        <source>Classes need at least {0} places with valid pixels, got {1}.</source>
        <translation>Klassen brauchen mindestens {0} Stellen mit gültigen Pixeln, nicht {1}.</translation>
    </message>
    <message>
        <source>All places of the image look the same, so there are no classes.</source>
        <translation>Alle Stellen des Bildes sehen gleich aus, es gibt also keine Klassen.</translation>
    </message>
    <message>
        <source>There are {0} different places, so there can be no {1} classes.</source>
        <translation>Es gibt {0} verschiedene Stellen, also kann es keine {1} Klassen geben.</translation>
    </message>
    <message>
        <source>Give at least one image.</source>
        <translation>Mindestens ein Bild angeben.</translation>
    </message>
    <message>
        <source>The resampling must be {0}, got '{1}'.</source>
        <translation>Die Neuabtastung muss {0} sein, nicht „{1}“.</translation>
    </message>
    <message>
        <source>The cells' features must be {0}, got '{1}'.</source>
        <translation>Die Merkmale der Zellen müssen {0} sein, nicht „{1}“.</translation>
    </message>
    <message>
        <source>Dates, masks and an area are for features of cells; choose which of these to write.</source>
        <translation>Zeitpunkte, Masken und ein Gebiet gehören zu Merkmalen von Zellen; wählen, welche davon geschrieben werden.</translation>
    </message>
    <message>
        <source>The images have too few valid pixels for {0} components: {1} of {2} points on a regular grid.</source>
        <translation>Die Bilder haben zu wenige gültige Pixel für {0} Komponenten: {1} von {2} Punkten auf einem regelmäßigen Gitter.</translation>
    </message>
    <message>
        <source>{0} values are larger than {1}, the most of half precision, and are cut to it.</source>
        <translation>{0} Werte sind größer als {1}, das Größte in halber Genauigkeit, und werden darauf gekürzt.</translation>
    </message>
    <message>
        <source>The cells' features '{0}' are written by themselves, without windows, formulas, layers and components.</source>
        <translation>Die Zellmerkmale „{0}“ werden für sich geschrieben, ohne Fenster, Formeln, Schichten und Komponenten.</translation>
    </message>
    <message>
        <source>There can be at most as many components as features, {0}, got {1}.</source>
        <translation>Es kann höchstens so viele Komponenten wie Merkmale geben, {0}, nicht {1}.</translation>
    </message>
    <message>
        <source>The features must be {0}, got '{1}'.</source>
        <translation>Die Merkmale müssen {0} sein, nicht „{1}“.</translation>
    </message>
    <message>
        <source>'{0}' has no valid pixels.</source>
        <translation>„{0}“ hat keine gültigen Pixel.</translation>
    </message>
    <message>
        <source>'{0}' holds lines; a query needs points or polygons.</source>
        <translation>„{0}“ enthält Linien; eine Anfrage braucht Punkte oder Polygone.</translation>
    </message>
    <message>
        <source>No feature of '{0}' lies where the query image has valid pixels.</source>
        <translation>Kein Objekt von „{0}“ liegt, wo das Anfragebild gültige Pixel hat.</translation>
    </message>
    <message>
        <source>{0} features of '{1}' are left out, because the query image has no valid pixels there: {2}.</source>
        <translation>{0} Objekte von „{1}“ werden ausgelassen, weil das Anfragebild dort keine gültigen Pixel hat: {2}.</translation>
    </message>
    <message>
        <source>Feature {0} of '{1}' has several parts; a query must be one point or polygon.</source>
        <translation>Objekt {0} von „{1}“ hat mehrere Teile; eine Anfrage muss ein Punkt oder ein Polygon sein.</translation>
    </message>
    <message>
        <source>A polygon of the query may be {0} px wide and high at most, got {1} px.</source>
        <translation>Ein Polygon der Anfrage darf höchstens {0} px breit und hoch sein, nicht {1} px.</translation>
    </message>
    <message>
        <source>Dates are for images that are searched as one series.</source>
        <translation>Zeitpunkte sind für Bilder, die als eine Zeitreihe durchsucht werden.</translation>
    </message>
    <message>
        <source>There must be one mask for each image or one for all, got {0} for {1} images.</source>
        <translation>Es muss eine Maske je Bild oder eine für alle geben, nicht {0} für {1} Bilder.</translation>
    </message>
    <message>
        <source>No place was found: the images have too few valid pixels.</source>
        <translation>Kein Ort wurde gefunden: Die Bilder haben zu wenige gültige Pixel.</translation>
    </message>
    <message>
        <source>The window must be a multiple of {0} px, the side of a cell, and at least {1} px, got {2} px.</source>
        <translation>Das Fenster muss ein Vielfaches von {0} px, der Seite einer Zelle, und mindestens {1} px sein, nicht {2} px.</translation>
    </message>
    <message>
        <source>The window must fit into '{0}', which has about {1} x {2} px, got {3} px.</source>
        <translation>Das Fenster muss in „{0}“ passen, das etwa {1} x {2} px hat, nicht {3} px.</translation>
    </message>
    <message>
        <source>'{0}' must have the bands of '{1}', which give {2} features, got {3}.</source>
        <translation>„{0}“ muss die Kanäle von „{1}“ haben, die {2} Merkmale ergeben, nicht {3}.</translation>
    </message>
    <message>
        <source>The bands of '{0}' must be in the order of those of '{1}', {2}, got {3}.</source>
        <translation>Die Kanäle von „{0}“ müssen die Reihenfolge derer von „{1}“ haben, {2}, nicht {3}.</translation>
    </message>
    <message>
        <source>The similarity raster holds {0} queries at most, got {1}.</source>
        <translation>Das Ähnlichkeitsraster nimmt höchstens {0} Anfragen auf, nicht {1}.</translation>
    </message>
    <message>
        <source>The pixels of '{0}' are {1} times as large as those of '{2}': places look different at another scale.</source>
        <translation>Die Pixel von „{0}“ sind {1}-mal so groß wie die von „{2}“: In einem anderen Maßstab sehen Orte anders aus.</translation>
    </message>
    <message>
        <source>The known centres are of the features '{0}', got '{1}'.</source>
        <translation>Die bekannten Zentren gehören zu den Merkmalen „{0}“, nicht zu „{1}“.</translation>
    </message>
    <message>
        <source>The known centres are of another model; give the model that they were made with.</source>
        <translation>Die bekannten Zentren gehören zu einem anderen Modell; das Modell angeben, mit dem sie erzeugt wurden.</translation>
    </message>
    <message>
        <source>The known centres are of {0} classes, got {1}.</source>
        <translation>Die bekannten Zentren gehören zu {0} Klassen, nicht zu {1}.</translation>
    </message>
    <message>
        <source>The known centres are of the bands {0}, the image has {1}.</source>
        <translation>Die bekannten Zentren gehören zu den Kanälen {0}, das Bild hat {1}.</translation>
    </message>
    <message>
        <source>The known centres are of a window of {0} px, got {1} px.</source>
        <translation>Die bekannten Zentren gehören zu einem Fenster von {0} px, nicht von {1} px.</translation>
    </message>
    <message>
        <source>The number of classes must be 'auto' or {0} to {1}, got '{2}'.</source>
        <translation>Die Anzahl der Klassen muss „auto“ oder {0} bis {1} sein, nicht „{2}“.</translation>
    </message>
    <message>
        <source>The window must be a multiple of {0} px, the side of a cell, got {1} px.</source>
        <translation>Das Fenster muss ein Vielfaches von {0} px sein, der Seite einer Zelle, nicht {1} px.</translation>
    </message>
    <message>
        <source>{0} classes of {1} cells.</source>
        <translation>{0} Klassen aus {1} Zellen.</translation>
    </message>
    <message>
        <source>Wrote {0} images and {1} to {2}.</source>
        <translation>{0} Bilder und {1} nach {2} geschrieben.</translation>
    </message>
    <message>
        <source>The number of images must be at least 1, got {0}.</source>
        <translation>Die Anzahl der Bilder muss mindestens 1 sein, nicht {0}.</translation>
    </message>
    <message>
        <source>Start must be one of {0}, got '{1}'.</source>
        <translation>Der Start muss einer von {0} sein, nicht „{1}“.</translation>
    </message>
    <message>
        <source>Class must be one of {0}, got '{1}'.</source>
        <translation>Die Klasse muss eine von {0} sein, nicht „{1}“.</translation>
    </message>
    <message>
        <source>There must be one date for each image, got {0} for {1} images.</source>
        <translation>Es muss ein Datum je Bild geben, nicht {0} für {1} Bilder.</translation>
    </message>
    <message>
        <source>A date must be written like 2018-10-16, got '{0}'.</source>
        <translation>Ein Datum muss wie 2018-10-16 geschrieben sein, nicht „{0}“.</translation>
    </message>
    <message>
        <source>A series needs at least {0}, got {1}.</source>
        <translation>Eine Zeitreihe braucht mindestens {0}, nicht {1}.</translation>
    </message>
    <message>
        <source>'{0}' has little in common with the other dates, a correlation of {1}; check that it shows the same place.</source>
        <translation>„{0}“ hat wenig mit den anderen Zeitpunkten gemein, eine Korrelation von {1}; prüfen, ob es denselben Ort zeigt.</translation>
    </message>
    <message>
        <source>'{0}' seems to lie more than {1} px beside the other dates; georeference it.</source>
        <translation>„{0}“ scheint mehr als {1} px neben den anderen Zeitpunkten zu liegen; georeferenzieren.</translation>
    </message>
    <message>
        <source>'{0}' states a scale and an offset of its values and '{1}' does not; check that both are in the same units.</source>
        <translation>„{0}“ nennt Skalierung und Versatz seiner Werte und „{1}“ nicht; prüfen, ob beide dieselben Einheiten haben.</translation>
    </message>
    <message>
        <source>The mask '{0}' does not cover {1} % of '{2}', which count as unknown.</source>
        <translation>Die Maske „{0}“ bedeckt {1} % von „{2}“ nicht, die als unbekannt zählen.</translation>
    </message>
    <message>
        <source>Values of '{0}' are about {1} higher than those of other dates, as in Sentinel-2 products since 2022; {2} is subtracted.</source>
        <translation>Werte von „{0}“ sind etwa {1} höher als die anderer Zeitpunkte, wie in Sentinel-2-Produkten seit 2022; {2} wird abgezogen.</translation>
    </message>
    <message>
        <source>No masks are given; places much brighter than on other dates count as clouds.</source>
        <translation>Keine Masken sind angegeben; Stellen, die viel heller als zu anderen Zeitpunkten sind, zählen als Wolken.</translation>
    </message>
    <message>
        <source>Nothing states the date of {0}; the images count in the order given.</source>
        <translation>Nichts nennt das Datum von {0}; die Bilder zählen in der angegebenen Reihenfolge.</translation>
    </message>
    <message>
        <source>'{0}' and '{1}' have the same date, {2}; check the dates.</source>
        <translation>„{0}“ und „{1}“ haben dasselbe Datum, {2}; die Daten prüfen.</translation>
    </message>
    <message>
        <source>'{0}' is given twice; a series needs images of different dates.</source>
        <translation>„{0}“ ist zweimal angegeben; eine Zeitreihe braucht Bilder von verschiedenen Zeitpunkten.</translation>
    </message>
    <message>
        <source>All images of a series must have the same bands, but '{0}' has {1} and '{2}' {3}; choose band numbers.</source>
        <translation>Alle Bilder einer Zeitreihe müssen dieselben Kanäle haben, aber „{0}“ hat {1} und „{2}“ {3}; Kanalnummern wählen.</translation>
    </message>
    <message>
        <source>The bands of '{0}' are called {1}, those of '{2}' {3}; they are used in this order.</source>
        <translation>Die Kanäle von „{0}“ heißen {1}, die von „{2}“ {3}; sie werden in dieser Reihenfolge verwendet.</translation>
    </message>
    <message>
        <source>The target is an image, as it has no palette; the model predicts its values.</source>
        <translation>Das Ziel ist ein Bild, da es keine Palette hat; das Modell sagt seine Werte vorher.</translation>
    </message>
    <message>
        <source>Targets must be all polygons or all rasters, got some of both.</source>
        <translation>Ziele müssen alle Polygone oder alle Raster sein, nicht gemischt.</translation>
    </message>
    <message>
        <source>The target is a map of {0} colours; the model predicts them as classes.</source>
        <translation>Das Ziel ist eine Karte mit {0} Farben; das Modell sagt sie als Klassen vorher.</translation>
    </message>
    <message>
        <source>Give one target image for each source, in the same order: got {0} for {1}.</source>
        <translation>Ein Zielbild je Quelle angeben, in derselben Reihenfolge: nicht {0} für {1}.</translation>
    </message>
    <message>
        <source>Validation share must be at least 0 and below 1, got {0}.</source>
        <translation>Der Validierungsanteil muss mindestens 0 und kleiner als 1 sein, nicht {0}.</translation>
    </message>
    <message>
        <source>'{0}' is moved by {1} px to the right and {2} px down; {3} of the blocks show other things than '{4}' and are left out.</source>
        <translation>„{0}“ wird um {1} px nach rechts und {2} px nach unten verschoben; {3} der Blöcke zeigen anderes als „{4}“ und werden ausgelassen.</translation>
    </message>
    <message>
        <source>Polygons with colours are a map with a palette, not an image; choose another kind.</source>
        <translation>Polygone mit Farben sind eine Karte mit Palette, kein Bild; eine andere Art wählen.</translation>
    </message>
    <message>
        <source>The initial model makes {0} bands, the targets have {1}.</source>
        <translation>Das Ausgangsmodell erzeugt {0} Kanäle, die Ziele haben {1}.</translation>
    </message>
    <message>
        <source>No pixel of the target '{0}' is valid where '{1}' is.</source>
        <translation>Kein Pixel des Ziels „{0}“ ist gültig, wo „{1}“ es ist.</translation>
    </message>
    <message>
        <source>Values of '{0}' are about {1} higher than those of '{2}', as in Sentinel-2 products since 2022 before their offset is subtracted; bring both to the same units.</source>
        <translation>Werte von „{0}“ sind etwa {1} höher als die von „{2}“, wie in Sentinel-2-Produkten seit 2022, bevor ihr Versatz abgezogen ist; beide auf dieselben Einheiten bringen.</translation>
    </message>
    <message>
        <source>A time series model paints as of a date; give a style image, dates, or images to fill from.</source>
        <translation>Ein Zeitreihenmodell malt wie zu einem Zeitpunkt; ein Stilbild, Stil-Zeitpunkte oder Bilder zum Füllen angeben.</translation>
    </message>
    <message>
        <source>Give a style image or dates, not both.</source>
        <translation>Ein Stilbild oder Stil-Zeitpunkte angeben, nicht beides.</translation>
    </message>
    <message>
        <source>The model '{0}' needs {1} bands ({2}), '{3}' has {4}; choose band numbers.</source>
        <translation>Das Modell „{0}“ braucht {1} Kanäle ({2}), „{3}“ hat {4}; Kanalnummern wählen.</translation>
    </message>
    <message>
        <source>Too little of '{0}' is known to find out how its date looks.</source>
        <translation>Zu wenig von „{0}“ ist bekannt, um zu ermitteln, wie sein Zeitpunkt aussieht.</translation>
    </message>
    <message>
        <source>The model '{0}' holds no dates; give a style image.</source>
        <translation>Das Modell „{0}“ enthält keine Zeitpunkte; ein Stilbild angeben.</translation>
    </message>
    <message>
        <source>The style dates must hold a date like 2018-10-16, got '{0}'.</source>
        <translation>Die Stil-Zeitpunkte müssen ein Datum wie 2018-10-16 enthalten, nicht „{0}“.</translation>
    </message>
    <message>
        <source>The dates name {0} twice.</source>
        <translation>Die Zeitpunkte nennen {0} zweimal.</translation>
    </message>
    <message>
        <source>The result of another date would replace '{0}'; rename one of the two.</source>
        <translation>Das Ergebnis eines anderen Zeitpunkts würde „{0}“ ersetzen; eines der beiden umbenennen.</translation>
    </message>
    <message>
        <source>The tile size must be a multiple of {0} px for this model, got {1} px.</source>
        <translation>Die Kachelgröße muss bei diesem Modell ein Vielfaches von {0} px sein, nicht {1} px.</translation>
    </message>
    <message>
        <source>Nothing was translated: no pixel is known inside of the area.</source>
        <translation>Nichts wurde übersetzt: Kein Pixel ist innerhalb des Gebiets bekannt.</translation>
    </message>
    <message>
        <source>The style image '{0}' must have the {1} bands of the image, got {2}.</source>
        <translation>Das Stilbild „{0}“ muss die {1} Kanäle des Bildes haben, nicht {2}.</translation>
    </message>
    <message>
        <source>The date of the training nearest to {0} is {1}, which is painted.</source>
        <translation>Der Zeitpunkt des Trainings, der {0} am nächsten liegt, ist {1}; er wird gemalt.</translation>
    </message>
    <message>
        <source>No pixel of the training part is known in a source and its target; check nodata and the area.</source>
        <translation>Kein Pixel des Trainingsteils ist in einer Quelle und ihrem Ziel bekannt; NoData und das Gebiet prüfen.</translation>
    </message>
    <message>
        <source>There is no validation data: the last epoch is saved and its accuracy is unknown.</source>
        <translation>Es gibt keine Validierungsdaten: Die letzte Epoche wird gespeichert, und ihre Genauigkeit ist unbekannt.</translation>
    </message>
    <message>
        <source>The discriminator joins: from now on images shall look real.</source>
        <translation>Der Diskriminator kommt hinzu: Von jetzt an sollen Bilder echt aussehen.</translation>
    </message>
    <message>
        <source>The model '{0}' paints a palette, which has no style; leave the style empty.</source>
        <translation>Das Modell „{0}“ malt eine Palette, die keinen Stil hat; den Stil leer lassen.</translation>
    </message>
    <message>
        <source>The model '{0}' is of an image translation, but {1} need a time series model.</source>
        <translation>Das Modell „{0}“ ist für eine Bildübersetzung, aber {1} brauchen ein Zeitreihenmodell.</translation>
    </message>
    <message>
        <source>The style image '{0}' must have the {1} bands that the model makes, got {2}.</source>
        <translation>Das Stilbild „{0}“ muss die {1} Kanäle haben, die das Modell erzeugt, nicht {2}.</translation>
    </message>
    <message>
        <source>Sharpness must be one of {0}, got {1}.</source>
        <translation>Die Schärfe muss eine von {0} sein, nicht {1}.</translation>
    </message>
    <message>
        <source>Give at least one source with its target.</source>
        <translation>Mindestens eine Quelle mit ihrem Ziel angeben.</translation>
    </message>
    <message>
        <source>The initial model's target has the kind '{0}', this one's is '{1}'.</source>
        <translation>Das Ziel des Ausgangsmodells hat die Art „{0}“, dieses hat „{1}“.</translation>
    </message>
    <message>
        <source>The initial model has another sharpness than '{0}'.</source>
        <translation>Das Ausgangsmodell hat eine andere Schärfe als „{0}“.</translation>
    </message>
    <message>
        <source>A map with a palette is painted sharply; sharpness must be none, got adversarial.</source>
        <translation>Eine Karte mit Palette wird scharf gemalt; die Schärfe muss none sein, nicht adversarial.</translation>
    </message>
    <message>
        <source>Wrote {0}; {1} of its values are filled in.</source>
        <translation>{0} geschrieben; {1} der Werte sind gefüllt.</translation>
    </message>
    <message>
        <source>Likelihood must be 0 to 1, got {0}.</source>
        <translation>Die Likelihood muss 0 bis 1 sein, nicht {0}.</translation>
    </message>
    <message>
        <source>No pixel is missing: the output is a copy of the image.</source>
        <translation>Kein Pixel fehlt: Die Ausgabe ist eine Kopie des Bildes.</translation>
    </message>
    <message>
        <source>The mask '{0}' has no CRS and is {1} x {2} px, the image {3} x {4} px.</source>
        <translation>Die Maske „{0}“ hat kein KBS und {1} x {2} px, das Bild {3} x {4} px.</translation>
    </message>
    <message>
        <source>'{0}' has no valid pixel: all are nodata, transparent or NaN.</source>
        <translation>„{0}“ hat kein gültiges Pixel: Alle sind NoData, transparent oder NaN.</translation>
    </message>
    <message>
        <source>'{0}' ended after {1}{2} bytes.</source>
        <translation>„{0}“ endete nach {1}{2} Bytes.</translation>
    </message>
    <message>
        <source>An address must begin with https://, got '{0}'.</source>
        <translation>Eine Adresse muss beginnen mit https://, nicht mit „{0}“.</translation>
    </message>
    <message>
        <source>'{0}' cannot be read: the server answers {1} {2}.</source>
        <translation>„{0}“ kann nicht gelesen werden: Der Server antwortet {1} {2}.</translation>
    </message>
    <message>
        <source>'{0}' cannot be reached: {1}.</source>
        <translation>„{0}“ ist nicht erreichbar: {1}.</translation>
    </message>
    <message>
        <source>'{0}' holds more than {1} MB, which it must not.</source>
        <translation>„{0}“ enthält mehr als {1} MB; das ist nicht erlaubt.</translation>
    </message>
    <message>
        <source>Band {0} of '{1}' holds a quantity with a unit ('{2}'), neither classes nor probabilities.</source>
        <translation>Kanal {0} von „{1}“ enthält eine Größe mit Einheit („{2}“), weder Klassen noch Wahrscheinlichkeiten.</translation>
    </message>
    <message>
        <source>A class map must hold whole numbers, but '{0}' holds {1}; classify it first.</source>
        <translation>Eine Klassenkarte muss ganze Zahlen enthalten, aber „{0}“ enthält {1}; zuerst klassifizieren.</translation>
    </message>
    <message>
        <source>'{0}' has {1} bands; only the first band is read, as classes.</source>
        <translation>„{0}“ hat {1} Kanäle; nur der erste Kanal wird gelesen, als Klassen.</translation>
    </message>
    <message>
        <source>'{0}' is damaged: it needs {1} bytes, '{2}' has {3}.</source>
        <translation>„{0}“ ist beschädigt: Es braucht {1} Bytes, „{2}“ hat {3}.</translation>
    </message>
    <message>
        <source>'{0}' is damaged: '{1}' is shorter than it states.</source>
        <translation>„{0}“ ist beschädigt: „{1}“ ist kürzer als angegeben.</translation>
    </message>
    <message>
        <source>'{0}' shows {1} x {2} px of '{3}', which has {4} x {5} px; create the VRT again.</source>
        <translation>„{0}“ zeigt {1} x {2} px von „{3}“, das {4} x {5} px hat; das VRT neu anlegen.</translation>
    </message>
    <message>
        <source>The input's field {0} is called {1} in the output.</source>
        <translation>Das Feld {0} der Eingabe heißt in der Ausgabe {1}.</translation>
    </message>
    <message>
        <source>The input's fields {0} are called {1} in the output.</source>
        <translation>Die Felder {0} der Eingabe heißen in der Ausgabe {1}.</translation>
    </message>
    <message>
        <source>'{0}' cannot be written ({1}).</source>
        <translation>„{0}“ kann nicht geschrieben werden ({1}).</translation>
    </message>
    <message>
        <source>The output '{0}' must end in {1}.</source>
        <translation>Die Ausgabe „{0}“ muss auf {1} enden.</translation>
    </message>
    <message>
        <source>The output '{0}' is a folder.</source>
        <translation>Die Ausgabe „{0}“ ist ein Ordner.</translation>
    </message>
    <message>
        <source>The output '{0}' is a device, not a file.</source>
        <translation>Die Ausgabe „{0}“ ist ein Gerät, keine Datei.</translation>
    </message>
    <message>
        <source>The output '{0}' must be a new or an empty folder.</source>
        <translation>Die Ausgabe „{0}“ muss ein neuer oder leerer Ordner sein.</translation>
    </message>
    <message>
        <source>The folder '{0}' of the output does not exist.</source>
        <translation>Der Ordner „{0}“ der Ausgabe ist nicht vorhanden.</translation>
    </message>
    <message>
        <source>The folder '{0}' is not writable.</source>
        <translation>Der Ordner „{0}“ ist nicht beschreibbar.</translation>
    </message>
    <message>
        <source>The disk of '{0}' is full; '{1}' was not written.</source>
        <translation>Die Festplatte von „{0}“ ist voll; „{1}“ wurde nicht geschrieben.</translation>
    </message>
    <message>
        <source>Two outputs have the same file name '{0}'; choose different names.</source>
        <translation>Zwei Ausgaben haben denselben Dateinamen „{0}“; verschiedene Namen wählen.</translation>
    </message>
    <message>
        <source>The output '{0}' is one of the inputs; choose another name.</source>
        <translation>Die Ausgabe „{0}“ ist eine der Eingaben; einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>The vector file '{0}' does not exist.</source>
        <translation>Die Vektordatei „{0}“ ist nicht vorhanden.</translation>
    </message>
    <message>
        <source>Layer '{0}' not found; '{1}' has: {2}.</source>
        <translation>Layer „{0}“ nicht gefunden; „{1}“ hat: {2}.</translation>
    </message>
    <message>
        <source>'{0}' is not a vector file, or is damaged ({1}).</source>
        <translation>„{0}“ ist keine Vektordatei oder beschädigt ({1}).</translation>
    </message>
    <message>
        <source>'{0}' cannot be read; the file is damaged ({1}).</source>
        <translation>„{0}“ kann nicht gelesen werden; die Datei ist beschädigt ({1}).</translation>
    </message>
    <message>
        <source>Field '{0}' not found; the layer has: {1}.</source>
        <translation>Feld „{0}“ nicht gefunden; der Layer hat: {1}.</translation>
    </message>
    <message>
        <source>'{0}' is not a model of EO Deep, or is truncated.</source>
        <translation>„{0}“ ist kein Modell von EO Deep oder abgeschnitten.</translation>
    </message>
    <message>
        <source>'{0}' is a safetensors file, but not a model of EO Deep: it has no model card.</source>
        <translation>„{0}“ ist eine safetensors-Datei, aber kein Modell von EO Deep: Die Modellkarte fehlt.</translation>
    </message>
    <message>
        <source>The model file '{0}' does not exist.</source>
        <translation>Die Modelldatei „{0}“ ist nicht vorhanden.</translation>
    </message>
    <message>
        <source>'{0}' was written by a newer EO Deep (format {1}); update the plugin.</source>
        <translation>„{0}“ wurde von einem neueren EO Deep geschrieben (Format {1}); die Erweiterung aktualisieren.</translation>
    </message>
    <message>
        <source>The model file '{0}' cannot be read: {1}.</source>
        <translation>Die Modelldatei „{0}“ kann nicht gelesen werden: {1}.</translation>
    </message>
    <message>
        <source>Band {0} is not in '{1}', which has {2}.</source>
        <translation>Kanal {0} ist nicht in „{1}“, das {2} hat.</translation>
    </message>
    <message>
        <source>'{0}' holds complex numbers; give amplitude or intensity instead.</source>
        <translation>„{0}“ enthält komplexe Zahlen; stattdessen Amplitude oder Intensität angeben.</translation>
    </message>
    <message>
        <source>'{0}' cannot be read at {1}; the file is damaged ({2}).</source>
        <translation>„{0}“ kann bei {1} nicht gelesen werden; die Datei ist beschädigt ({2}).</translation>
    </message>
    <message>
        <source>'{0}' has no bands itself; choose one of its subdatasets.</source>
        <translation>„{0}“ hat selbst keine Kanäle; eines seiner Subdatasets wählen.</translation>
    </message>
    <message>
        <source>'{0}' has a longitude and latitude for each pixel, which is not supported; warp it to a CRS first (Raster &gt; Projections &gt; Warp).</source>
        <translation>„{0}“ hat eine Länge und Breite für jedes Pixel, was nicht unterstützt wird; zuerst in ein KBS transformieren (Raster &gt; Projektionen &gt; Transformieren (Reprojizieren)).</translation>
    </message>
    <message>
        <source>'{0}' is not a raster that can be read, or is damaged ({1}).</source>
        <translation>„{0}“ ist kein lesbares Raster oder beschädigt ({1}).</translation>
    </message>
    <message>
        <source>'{0}' has pixels without area; its georeference is damaged.</source>
        <translation>„{0}“ hat Pixel ohne Fläche; die Georeferenzierung ist beschädigt.</translation>
    </message>
    <message>
        <source>'{0}' cannot be warped to {1} ({2}).</source>
        <translation>„{0}“ kann nicht nach {1} transformiert werden ({2}).</translation>
    </message>
    <message>
        <source>The raster '{0}' does not exist.</source>
        <translation>Das Raster „{0}“ ist nicht vorhanden.</translation>
    </message>
    <message>
        <source>'{0}' cannot be georeferenced by its {1} ({2}).</source>
        <translation>„{0}“ kann nicht anhand von {1} georeferenziert werden ({2}).</translation>
    </message>
    <message>
        <source>'{0}' is kept, because EO Deep did not make it; the style of '{1}' is not written.</source>
        <translation>„{0}“ bleibt erhalten, weil EO Deep es nicht erzeugt hat; der Stil von „{1}“ wird nicht geschrieben.</translation>
    </message>
    <message>
        <source>'{0}': no CRS, taken to be in {1}.</source>
        <translation>„{0}“: kein KBS, es gilt {1}.</translation>
    </message>
    <message>
        <source>The minimum confidence of a new building must be 0 to 1, got {0}.</source>
        <translation>Die Mindestkonfidenz eines neuen Gebäudes muss 0 bis 1 sein, nicht {0}.</translation>
    </message>
    <message>
        <source>{0} buildings are new, {1} are removed, {2} were moved, {3} follow their neighbours, {4} stay; wrote '{5}'.</source>
        <translation>{0} Gebäude sind neu, {1} entfernt, {2} wurden verschoben, {3} folgen ihren Nachbarn, {4} bleiben; „{5}“ geschrieben.</translation>
    </message>
    <message>
        <source>The minimum percentile must be 0 to 1, got {0}.</source>
        <translation>Das kleinste Perzentil muss 0 bis 1 sein, nicht {0}.</translation>
    </message>
    <message>
        <source>'{0}' holds no polygons; only maps of buildings can be updated.</source>
        <translation>„{0}“ enthält keine Polygone; nur Gebäudekarten können aktualisiert werden.</translation>
    </message>
    <message>
        <source>{0} objects would be removed and {1} buildings would be new, but lie where the image is unlike the building model's training images.</source>
        <translation>{0} Objekte würden entfernt und {1} Gebäude wären neu, liegen aber, wo das Bild den Trainingsbildern des Gebäudemodells nicht ähnelt.</translation>
    </message>
    <message>
        <source>The catalogue '{0}' is wrong: it has no STAC item of a model.</source>
        <translation>Der Katalog „{0}“ ist falsch: Er hat keinen STAC-Eintrag eines Modells.</translation>
    </message>
    <message>
        <source>The catalogue '{0}' does not exist.</source>
        <translation>Der Katalog „{0}“ ist nicht vorhanden.</translation>
    </message>
    <message>
        <source>The catalogue '{0}' is wrong: it is not JSON.</source>
        <translation>Der Katalog „{0}“ ist falsch: Er ist kein JSON.</translation>
    </message>
    <message>
        <source>The catalogue '{0}' is wrong: an item lacks what STAC's Machine Learning Model extension wants.</source>
        <translation>Der Katalog „{0}“ ist falsch: Einem Eintrag fehlt, was die STAC-Erweiterung Machine Learning Model verlangt.</translation>
    </message>
    <message>
        <source>The catalogue '{0}' cannot be read: {1}.</source>
        <translation>Der Katalog „{0}“ kann nicht gelesen werden: {1}.</translation>
    </message>
    <message>
        <source>Of '{0}' only the classes are written, not borders, directions and corners.</source>
        <translation>Von „{0}“ werden nur die Klassen geschrieben, nicht Grenzen, Richtungen und Ecken.</translation>
    </message>
    <message>
        <source>The model stretches each image between its percentiles {0} and {1}; other software must give it images with that stretch as values 0 to 255.</source>
        <translation>Das Modell streckt jedes Bild zwischen seinen Perzentilen {0} und {1}; andere Software muss ihm Bilder mit dieser Streckung als Werte 0 bis 255 geben.</translation>
    </message>
    <message>
        <source>'{0}' is a model for {1}; models for {2} and {3} can be exported.</source>
        <translation>„{0}“ ist ein Modell für {1}; exportiert werden können Modelle für {2} und {3}.</translation>
    </message>
    <message>
        <source>'{0}' was imported from ONNX; use the file that it was imported from.</source>
        <translation>„{0}“ wurde aus ONNX importiert; die Datei verwenden, aus der es importiert wurde.</translation>
    </message>
    <message>
        <source>'{0}' takes more than the bands of an image (noise, or numbers of the image), which other software cannot give it.</source>
        <translation>„{0}“ nimmt mehr als die Kanäle eines Bildes (Rauschen oder Zahlen des Bildes), was andere Software ihm nicht geben kann.</translation>
    </message>
    <message>
        <source>The tile must be a multiple of {0} px, the network's stride, above {1} px, twice its margin, got {2} px.</source>
        <translation>Die Kachel muss ein Vielfaches von {0} px sein, der Schrittweite des Netzes, und über {1} px, dem doppelten Rand, nicht {2} px.</translation>
    </message>
    <message>
        <source>The folder of models is missing; give it, or set the variable {0}.</source>
        <translation>Der Modellordner fehlt; ihn angeben oder die Variable {0} setzen.</translation>
    </message>
    <message>
        <source>The catalogue '{0}' is wrong: the file of '{1}' must end in {2}, got '{3}'.</source>
        <translation>Der Katalog „{0}“ ist falsch: Die Datei von „{1}“ muss auf {2} enden, nicht „{3}“.</translation>
    </message>
    <message>
        <source>Nothing was fetched: accept the licence to fetch the file.</source>
        <translation>Nichts wurde heruntergeladen: die Lizenz annehmen, um die Datei herunterzuladen.</translation>
    </message>
    <message>
        <source>The folder of models '{0}' does not exist.</source>
        <translation>Der Modellordner „{0}“ ist nicht vorhanden.</translation>
    </message>
    <message>
        <source>It is an ONNX file: make a model of it with 'Import a model'.</source>
        <translation>Es ist eine ONNX-Datei: mit „Modell importieren“ ein Modell daraus machen.</translation>
    </message>
    <message>
        <source>'{0}' is another file; move it, or choose another folder.</source>
        <translation>„{0}“ ist eine andere Datei; sie verschieben oder einen anderen Ordner wählen.</translation>
    </message>
    <message>
        <source>The catalogue states no SHA-256 of '{0}', so its content cannot be checked.</source>
        <translation>Der Katalog nennt kein SHA-256 von „{0}“, sodass der Inhalt nicht geprüft werden kann.</translation>
    </message>
    <message>
        <source>The file '{0}' of the catalogue does not exist.</source>
        <translation>Die Datei „{0}“ des Katalogs ist nicht vorhanden.</translation>
    </message>
    <message>
        <source>'{0}' holds {1} bytes, the catalogue states {2}.</source>
        <translation>„{0}“ enthält {1} Bytes, der Katalog nennt {2}.</translation>
    </message>
    <message>
        <source>'{0}' is there already.</source>
        <translation>„{0}“ ist schon vorhanden.</translation>
    </message>
    <message>
        <source>'{0}' is damaged or another file: its SHA-256 is {1}, the catalogue states {2}.</source>
        <translation>„{0}“ ist beschädigt oder eine andere Datei: Das SHA-256 ist {1}, der Katalog nennt {2}.</translation>
    </message>
    <message>
        <source>The model card in '{0}' is of no network that can be imported.</source>
        <translation>Die Modellkarte in „{0}“ gehört zu keinem Netz, das importiert werden kann.</translation>
    </message>
    <message>
        <source>The metadata 'standardization_std' of '{0}' must be above 0, got {1}.</source>
        <translation>Die Metadaten „standardization_std“ von „{0}“ müssen über 0 sein, nicht {1}.</translation>
    </message>
    <message>
        <source>{0} must be {1} numbers, one per band, got {2}.</source>
        <translation>{0} müssen {1} Zahlen sein, eine je Kanal, nicht {2}.</translation>
    </message>
    <message>
        <source>The metadata '{0}' of '{1}' must be {2} numbers, one per band, got {3}.</source>
        <translation>Die Metadaten „{0}“ von „{1}“ müssen {2} Zahlen sein, eine je Kanal, nicht {3}.</translation>
    </message>
    <message>
        <source>The metadata of '{0}' name {1} classes, the network gives {2}; they are numbered.</source>
        <translation>Die Metadaten von „{0}“ nennen {1} Klassen, das Netz liefert {2}; sie werden nummeriert.</translation>
    </message>
    <message>
        <source>A network for super-resolution has no classes; leave their names out.</source>
        <translation>Ein Netz für Superauflösung hat keine Klassen; deren Namen weglassen.</translation>
    </message>
    <message>
        <source>The network takes {0} bands, got {1} names.</source>
        <translation>Das Netz nimmt {0} Kanäle, nicht {1} Namen.</translation>
    </message>
    <message>
        <source>Mean and standard deviation must be given together.</source>
        <translation>Mittelwert und Standardabweichung müssen zusammen angegeben werden.</translation>
    </message>
    <message>
        <source>Standard deviation must be above 0, got {0}.</source>
        <translation>Die Standardabweichung muss über 0 sein, nicht {0}.</translation>
    </message>
    <message>
        <source>The network gives {0} boxes of {1} classes for a tile of {2} px; tiles share {3} px.</source>
        <translation>Das Netz liefert {0} Rahmen von {1} Klassen für eine Kachel von {2} px; Kacheln teilen {3} px.</translation>
    </message>
    <message>
        <source>The metadata of '{0}' call its boxes '{1}', which cannot be read; upright boxes of YOLO 5 to 9 and 11 can.</source>
        <translation>Die Metadaten von „{0}“ nennen seine Rahmen „{1}“, und das kann nicht gelesen werden; achsenparallele Rahmen von YOLO 5 bis 9 und 11 können es.</translation>
    </message>
    <message>
        <source>The network takes tiles of {0} px only, got {1} px.</source>
        <translation>Das Netz nimmt nur Kacheln von {0} px, nicht {1} px.</translation>
    </message>
    <message>
        <source>Half of a tile of {0} px must be more than its overlap, got {1} px.</source>
        <translation>Die Hälfte einer Kachel von {0} px muss mehr als ihre Überlappung sein, nicht {1} px.</translation>
    </message>
    <message>
        <source>The network's stride is {0} px, its margin {1} and {2} px: tiles leave no trace.</source>
        <translation>Die Schrittweite des Netzes ist {0} px, sein Rand {1} und {2} px: Kacheln hinterlassen keine Spuren.</translation>
    </message>
    <message>
        <source>'{0}' does not state a pixel size, so images are not resampled for it; give the one that it was trained at.</source>
        <translation>„{0}“ nennt keine Pixelgröße, daher werden Bilder dafür nicht neu abgetastet; die angeben, mit der es trainiert wurde.</translation>
    </message>
    <message>
        <source>The metadata of '{0}' call it a {1}; models for segmentation, regression, super-resolution and detection can be imported.</source>
        <translation>Die Metadaten von „{0}“ nennen es {1}; importiert werden können Modelle für Segmentierung, Regression, Superauflösung und Erkennung.</translation>
    </message>
    <message>
        <source>The given tile and overlap are not needed.</source>
        <translation>Die angegebene Kachel und Überlappung werden nicht gebraucht.</translation>
    </message>
    <message>
        <source>It needs further images: {0}.</source>
        <translation>Es braucht weitere Bilder: {0}.</translation>
    </message>
    <message>
        <source>The bundled model '{0}' is missing; reinstall EO Deep or choose a model.</source>
        <translation>Das mitgelieferte Modell „{0}“ fehlt; EO Deep neu installieren oder ein Modell wählen.</translation>
    </message>
    <message>
        <source>'{0}' has no class 'building'; its classes are: {1}.</source>
        <translation>„{0}“ hat keine Klasse „building“; seine Klassen sind: {1}.</translation>
    </message>
    <message>
        <source>'{0}' is a model for {1}, this needs one for segmentation.</source>
        <translation>„{0}“ ist ein Modell für {1}, hier ist eines für die Segmentierung nötig.</translation>
    </message>
    <message>
        <source>The confidence in '{0}' does not fit its network; the file is damaged.</source>
        <translation>Die Konfidenz in „{0}“ passt nicht zu seinem Netz; die Datei ist beschädigt.</translation>
    </message>
    <message>
        <source>The model '{0}' has no confidence: it was imported or trained with an older version of EO Deep; train one here, or leave the confidence map out.</source>
        <translation>Das Modell „{0}“ hat keine Konfidenz: Es wurde importiert oder mit einer älteren Version von EO Deep trainiert; hier eines trainieren oder die Konfidenzkarte weglassen.</translation>
    </message>
    <message>
        <source>The image's pixels of {0} m are resampled to the model's {1} m.</source>
        <translation>Die Pixel des Bildes von {0} m werden auf die {1} m des Modells neu abgetastet.</translation>
    </message>
    <message>
        <source>Pixel size must be above 0 m, got {0} m.</source>
        <translation>Die Pixelgröße muss über 0 m sein, nicht {0} m.</translation>
    </message>
    <message>
        <source>The image has no CRS, so its pixels are taken to be {0} m, as the model's are; give the pixel size if they are not.</source>
        <translation>Das Bild hat kein KBS, daher gelten seine Pixel als {0} m groß wie die des Modells; die Pixelgröße angeben, wenn sie es nicht sind.</translation>
    </message>
    <message>
        <source>The image's pixels are {0} m, the model was trained at {1} m; it needs {2} m or finer.</source>
        <translation>Die Pixel des Bildes sind {0} m groß, das Modell wurde mit {1} m trainiert; es braucht {2} m oder feiner.</translation>
    </message>
    <message>
        <source>The image's pixels are {0} m, the model was trained at {1} m; expect errors.</source>
        <translation>Die Pixel des Bildes sind {0} m groß, das Modell wurde mit {1} m trainiert; mit Fehlern ist zu rechnen.</translation>
    </message>
    <message>
        <source>{0} needs {1} bands ({2}), '{3}' has {4} ({5}); choose the bands in that order.</source>
        <translation>{0} braucht {1} Kanäle ({2}), „{3}“ hat {4} ({5}); die Kanäle in dieser Reihenfolge wählen.</translation>
    </message>
    <message>
        <source>{0} needs {1} bands ({2}), '{3}' has {4}; choose the bands {5}, which they are by the product in the file's name.</source>
        <translation>{0} braucht {1} Kanäle ({2}), „{3}“ hat {4}; die Kanäle {5} wählen, die es nach dem Produkt im Dateinamen sind.</translation>
    </message>
    <message>
        <source>All images must be alike: '{0}' holds {1} values, '{2}' {3}.</source>
        <translation>Alle Bilder müssen gleichartig sein: „{0}“ enthält {1}-Werte, „{2}“ {3}.</translation>
    </message>
    <message>
        <source>The values of {0} have scale {1} and offset {2}, those of {3} {4} and {5}; convert both to the same units first.</source>
        <translation>Die Werte von {0} haben Skalierung {1} und Versatz {2}, die von {3} {4} und {5}; zuerst beide in dieselben Einheiten umrechnen.</translation>
    </message>
    <message>
        <source>The given pixel size is not used: the image's CRS defines it.</source>
        <translation>Die angegebene Pixelgröße wird nicht verwendet: Das KBS des Bildes bestimmt sie.</translation>
    </message>
    <message>
        <source>The image has no CRS; areas and lengths are in units of its coordinates.</source>
        <translation>Das Bild hat kein KBS; Flächen und Längen sind in Einheiten seiner Koordinaten.</translation>
    </message>
    <message>
        <source>The bands of '{0}' ({1}) are taken by name: {2}.</source>
        <translation>Die Kanäle von „{0}“ ({1}) werden nach Namen übernommen: {2}.</translation>
    </message>
    <message>
        <source>'{0}' was imported from other software and cannot be trained; leave the initial model out.</source>
        <translation>„{0}“ wurde aus anderer Software importiert und kann nicht trainiert werden; das Ausgangsmodell weglassen.</translation>
    </message>
    <message>
        <source>'{0}' is a PolyCNN, which only outlines objects that points or boxes mark; this needs a model that finds them.</source>
        <translation>„{0}“ ist ein PolyCNN, das nur Objekte umreißt, die Punkte oder Rahmen markieren; hier ist ein Modell nötig, das sie findet.</translation>
    </message>
    <message>
        <source>'{0}' is a model of {1} images: {2}; this needs one of a single image.</source>
        <translation>„{0}“ ist ein Modell für {1} Bilder: {2}; hier ist eines für ein einziges nötig.</translation>
    </message>
    <message>
        <source>The weights in '{0}' do not fit its network '{1}'.</source>
        <translation>Die Gewichte in „{0}“ passen nicht zu seinem Netz „{1}“.</translation>
    </message>
    <message>
        <source>The model card in '{0}' contradicts its network: it states {1}, but the network has {2}.</source>
        <translation>Die Modellkarte in „{0}“ widerspricht seinem Netz: Sie nennt {1}, aber das Netz hat {2}.</translation>
    </message>
    <message>
        <source>The model in '{0}' is damaged: {1} holds values that are not finite.</source>
        <translation>Das Modell in „{0}“ ist beschädigt: {1} enthält Werte, die nicht endlich sind.</translation>
    </message>
    <message>
        <source>'{0}' is damaged: its checksum does not match its numbers; copy the file again.</source>
        <translation>„{0}“ ist beschädigt: Die Prüfsumme passt nicht zu den Zahlen; die Datei erneut kopieren.</translation>
    </message>
    <message>
        <source>Weight '{0}' is not finite in half precision; the training diverged.</source>
        <translation>Gewicht „{0}“ ist in halber Genauigkeit nicht endlich; das Training ist divergiert.</translation>
    </message>
    <message>
        <source>The model cannot be written: its card is wrong: {0}.</source>
        <translation>Das Modell kann nicht geschrieben werden: Seine Karte ist falsch: {0}.</translation>
    </message>
    <message>
        <source>'{0}' is not a model of EO Deep, or is damaged.</source>
        <translation>„{0}“ ist kein Modell von EO Deep oder beschädigt.</translation>
    </message>
    <message>
        <source>'{0}' holds numbers of type {1}; models of EO Deep hold only {2}.</source>
        <translation>„{0}“ enthält Zahlen vom Typ {1}; Modelle von EO Deep enthalten nur {2}.</translation>
    </message>
    <message>
        <source>Network must be one of {0}, got '{1}'.</source>
        <translation>Das Netz muss eines von {0} sein, nicht „{1}“.</translation>
    </message>
    <message>
        <source>The ONNX program of the model cannot be run: {0}.</source>
        <translation>Das ONNX-Programm des Modells kann nicht ausgeführt werden: {0}.</translation>
    </message>
    <message>
        <source>The ONNX program of the model failed: {0}.</source>
        <translation>Das ONNX-Programm des Modells ist gescheitert: {0}.</translation>
    </message>
    <message>
        <source>What the imported network sees around a pixel is not known: it runs on tiles of {0} px with {1} px of overlap, and seams may show.</source>
        <translation>Was das importierte Netz um ein Pixel herum sieht, ist nicht bekannt: Es arbeitet auf Kacheln von {0} px mit {1} px Überlappung, und Nähte können sichtbar sein.</translation>
    </message>
    <message>
        <source>The installed onnxruntime does not use this GPU, so the imported network runs on the CPU.</source>
        <translation>Das installierte onnxruntime nutzt diese GPU nicht, daher läuft das importierte Netz auf der CPU.</translation>
    </message>
    <message>
        <source>Models in ONNX format need the package '{0}' in the engine's environment; add it with 'Set up the engine' in QGIS, or with 'python -m pip install onnx onnxruntime'.</source>
        <translation>Modelle im ONNX-Format brauchen das Paket „{0}“ in der Umgebung des Rechenkerns; mit „Rechenkern einrichten“ in QGIS hinzufügen oder mit „python -m pip install onnx onnxruntime“.</translation>
    </message>
    <message>
        <source>'{0}' is not an ONNX model, or is damaged: {1}.</source>
        <translation>„{0}“ ist kein ONNX-Modell oder beschädigt: {1}.</translation>
    </message>
    <message>
        <source>'{0}' uses operators of {1}, which are no part of ONNX.</source>
        <translation>„{0}“ verwendet Operatoren von {1}, die nicht zu ONNX gehören.</translation>
    </message>
    <message>
        <source>'{0}' keeps its weights in another file; save it as one file (onnx.save_model).</source>
        <translation>„{0}“ hält seine Gewichte in einer anderen Datei; als eine Datei speichern (onnx.save_model).</translation>
    </message>
    <message>
        <source>The input of '{0}' must be (batch, bands, side, side) with a known number of bands, got {1}.</source>
        <translation>Die Eingabe von „{0}“ muss (batch, bands, side, side) mit bekannter Anzahl von Kanälen sein, nicht {1}.</translation>
    </message>
    <message>
        <source>The output of '{0}' must be (batch, classes, side, side) of the input's size or a multiple, got {1} for {2}.</source>
        <translation>Die Ausgabe von „{0}“ muss (batch, classes, side, side) in der Größe der Eingabe oder einem Vielfachen sein, nicht {1} für {2}.</translation>
    </message>
    <message>
        <source>The output of '{0}' must be (batch, boxes, 5 + classes) or (batch, 4 + classes, boxes), got {1}.</source>
        <translation>Die Ausgabe von „{0}“ muss (batch, boxes, 5 + classes) oder (batch, 4 + classes, boxes) sein, nicht {1}.</translation>
    </message>
    <message>
        <source>'{0}' gives {1} boxes that it has chosen itself, which cannot be put together over tiles; export it without that step (end2end, nms).</source>
        <translation>„{0}“ liefert {1} Rahmen, die es selbst ausgewählt hat und die sich nicht über Kacheln zusammensetzen lassen; ohne diesen Schritt exportieren (end2end, nms).</translation>
    </message>
    <message>
        <source>'{0}' must have one input and one output, got {1} and {2}.</source>
        <translation>„{0}“ muss eine Eingabe und eine Ausgabe haben, nicht {1} und {2}.</translation>
    </message>
    <message>
        <source>The input of '{0}' must hold float32 values.</source>
        <translation>Die Eingabe von „{0}“ muss float32-Werte enthalten.</translation>
    </message>
    <message>
        <source>The pixels of {0} of {1} m are resampled to cells of {2} m.</source>
        <translation>Die Pixel von {0} von {1} m werden auf Zellen von {2} m neu abgetastet.</translation>
    </message>
    <message>
        <source>{0} does not lie where {1} does; check the CRS of both: they span {2}, and {3}.</source>
        <translation>{0} liegt nicht, wo {1} liegt; das KBS von beiden prüfen: Sie reichen über {2} und {3}.</translation>
    </message>
    <message>
        <source>'{0}' and '{1}' have no georeference and pixels of different size; georeference them first.</source>
        <translation>„{0}“ und „{1}“ haben keine Georeferenzierung und verschieden große Pixel; zuerst georeferenzieren.</translation>
    </message>
    <message>
        <source>{0} is resampled to its cells.</source>
        <translation>{0} wird auf seine Zellen neu abgetastet.</translation>
    </message>
    <message>
        <source>The pixels of {0} are {1} m, the model's cells of '{2}' are {3} m; it needs {4} m or finer.</source>
        <translation>Die Pixel von {0} sind {1} m groß, die Zellen des Modells für „{2}“ {3} m; es braucht {4} m oder feiner.</translation>
    </message>
    <message>
        <source>The model was trained with images of {0} and {1}, in this order, but '{2}' is of {3} and '{4}' of {5}; exchange them if their order is wrong.</source>
        <translation>Das Modell wurde mit Bildern vom {0} und {1} trainiert, in dieser Reihenfolge, aber „{2}“ ist vom {3} und „{4}“ vom {5}; sie tauschen, wenn ihre Reihenfolge falsch ist.</translation>
    </message>
    <message>
        <source>{0} has no CRS, so it cannot be laid over {1}; assign its CRS.</source>
        <translation>{0} hat kein KBS und kann daher nicht über {1} gelegt werden; sein KBS zuweisen.</translation>
    </message>
    <message>
        <source>'{0}' is a plain classifier and has no density to sample from; choose a model that was trained as JEM.</source>
        <translation>„{0}“ ist ein einfacher Klassifikator und hat keine Dichte, aus der Stichproben gezogen werden könnten; ein als JEM trainiertes Modell wählen.</translation>
    </message>
    <message>
        <source>Values must be one of {0}, got '{1}'.</source>
        <translation>Die Werte müssen eine von {0} sein, nicht „{1}“.</translation>
    </message>
    <message>
        <source>The model does not store which reflectance its training images had; convert '{0}' to {1} as in the training images.</source>
        <translation>Das Modell speichert nicht, welche Reflektanz seine Trainingsbilder hatten; „{0}“ in {1} wie in den Trainingsbildern umrechnen.</translation>
    </message>
    <message>
        <source>'{0}' holds 8-bit values, the model was trained on {1}; use the unstretched image.</source>
        <translation>„{0}“ enthält 8-Bit-Werte, das Modell wurde mit {1} trainiert; das ungestreckte Bild verwenden.</translation>
    </message>
    <message>
        <source>'{0}': {1} values are taken to be in the units of the model's {2}.</source>
        <translation>„{0}“: {1}-Werte gelten als in den Einheiten von {2} des Modells.</translation>
    </message>
    <message>
        <source>No pixel of '{0}' is valid: all are nodata, transparent or NaN.</source>
        <translation>Kein Pixel von „{0}“ ist gültig: Alle sind NoData, transparent oder NaN.</translation>
    </message>
    <message>
        <source>'{0}': {1} values up to {2} are taken as 8-bit values, as in training.</source>
        <translation>„{0}“: {1}-Werte bis {2} gelten als 8-Bit-Werte, wie im Training.</translation>
    </message>
    <message>
        <source>The values of '{0}' (median {1}, 99th percentile {2}) are neither reflectance x 10,000 nor 0 to 1 nor 8 bit; choose what they are under Values, or convert the image.</source>
        <translation>Die Werte von „{0}“ (Median {1}, 99. Perzentil {2}) sind weder Reflektanz x 10.000 noch 0 bis 1 noch 8 Bit; unter Pixelwerte wählen, was sie sind, oder das Bild umrechnen.</translation>
    </message>
    <message>
        <source>All values of '{0}' are above 1000, as in Sentinel-2 products since 2022 before their offset of 1000 is subtracted; if so, choose 'reflectance x 10,000 + 1000' under Values.</source>
        <translation>Alle Werte von „{0}“ liegen über 1000, wie in Sentinel-2-Produkten seit 2022, bevor ihr Versatz von 1000 abgezogen ist; wenn ja, unter Pixelwerte „Reflektanz x 10.000 + 1000“ wählen.</translation>
    </message>
    <message>
        <source>'{0}' is taken as surface reflectance (Level-2A); the model was trained on top-of-atmosphere reflectance, so a standard atmosphere is added.</source>
        <translation>„{0}“ gilt als Bodenreflektanz (Level-2A); das Modell wurde mit der Reflektanz am Oberrand der Atmosphäre trainiert, daher wird eine Standardatmosphäre hinzugefügt.</translation>
    </message>
    <message>
        <source>The model cannot convert surface reflectance; choose reflectance under Values.</source>
        <translation>Das Modell kann Bodenreflektanz nicht umrechnen; unter Pixelwerte Reflektanz wählen.</translation>
    </message>
    <message>
        <source>'{0}': 8-bit values are taken to be stretched as the training images were, from reflectance {1} to {2}.</source>
        <translation>„{0}“: 8-Bit-Werte gelten als gestreckt wie die Trainingsbilder, von Reflektanz {1} bis {2}.</translation>
    </message>
    <message>
        <source>Numbers of the images must be given as 'name (unit) = number', got '{0}'.</source>
        <translation>Zahlen der Bilder müssen als „Name (Einheit) = Zahl“ angegeben sein, nicht „{0}“.</translation>
    </message>
    <message>
        <source>The number '{0}' of the images is given twice.</source>
        <translation>Die Zahl „{0}“ der Bilder ist zweimal angegeben.</translation>
    </message>
    <message>
        <source>'{0}' must have a number for each of {1} images, got {2}.</source>
        <translation>„{0}“ muss eine Zahl für jedes von {1} Bildern haben, nicht {2}.</translation>
    </message>
    <message>
        <source>The day of the year must be from 1 to 366, got {0}.</source>
        <translation>Der Tag des Jahres muss von 1 bis 366 sein, nicht {0}.</translation>
    </message>
    <message>
        <source>No pixel of the training images is valid: all are nodata, transparent or NaN.</source>
        <translation>Kein Pixel der Trainingsbilder ist gültig: Alle sind NoData, transparent oder NaN.</translation>
    </message>
    <message>
        <source>Wrote {0} objects to '{1}'.</source>
        <translation>{0} Objekte nach „{1}“ geschrieben.</translation>
    </message>
    <message>
        <source>The overlap must be 0 to {0} px, three quarters of the model's tile, got {1} px.</source>
        <translation>Die Überlappung muss 0 bis {0} px sein, drei Viertel der Kachel des Modells, nicht {1} px.</translation>
    </message>
    <message>
        <source>There are no images to compare: choose at least one folder or raster.</source>
        <translation>Es gibt keine Bilder zu vergleichen: mindestens einen Ordner oder ein Raster wählen.</translation>
    </message>
    <message>
        <source>{0} images from '{1}' are compared.</source>
        <translation>{0} Bilder aus „{1}“ werden verglichen.</translation>
    </message>
    <message>
        <source>'{0}' is a model for {1}, this needs one for pixels.</source>
        <translation>„{0}“ ist ein Modell für {1}, hier ist eines für Pixel nötig.</translation>
    </message>
    <message>
        <source>'{0}' holds no classifier.</source>
        <translation>„{0}“ enthält keinen Klassifikator.</translation>
    </message>
    <message>
        <source>'{0}' was trained with scikit-learn {1}, this is {2}; its answers may differ a little.</source>
        <translation>„{0}“ wurde mit scikit-learn {1} trainiert, dies ist {2}; die Antworten können etwas abweichen.</translation>
    </message>
    <message>
        <source>The model needs the feature '{0}', which its bands do not give.</source>
        <translation>Das Modell braucht das Merkmal „{0}“, das seine Kanäle nicht ergeben.</translation>
    </message>
    <message>
        <source>The classifier in '{0}' cannot be used: {1}.</source>
        <translation>Der Klassifikator in „{0}“ kann nicht verwendet werden: {1}.</translation>
    </message>
    <message>
        <source>At most {0} samples of each class are used: {1} classes with {2} features must not be more than {3} numbers.</source>
        <translation>Höchstens {0} Stichproben jeder Klasse werden verwendet: {1} Klassen mit {2} Merkmalen dürfen nicht mehr als {3} Zahlen sein.</translation>
    </message>
    <message>
        <source>Give samples, or at least one image with labels.</source>
        <translation>Stichproben oder mindestens ein Bild mit Labels angeben.</translation>
    </message>
    <message>
        <source>No labelled pixel of the images is valid: the labels '{0}' lie outside of them, on nodata or on several classes; check the CRS of both.</source>
        <translation>Kein Pixel der Bilder mit Label ist gültig: Die Labels „{0}“ liegen außerhalb, auf NoData oder in mehreren Klassen; das KBS von beiden prüfen.</translation>
    </message>
    <message>
        <source>{0} of {1} features of '{2}' lie outside of the images; they are not used.</source>
        <translation>{0} von {1} Objekten von „{2}“ liegen außerhalb der Bilder; sie werden nicht verwendet.</translation>
    </message>
    <message>
        <source>Samples '{0}' have no number field that could be a feature.</source>
        <translation>Stichproben „{0}“ haben kein Zahlenfeld, das ein Merkmal sein könnte.</translation>
    </message>
    <message>
        <source>A feature must be a number, but field '{0}' of '{1}' is not.</source>
        <translation>Ein Merkmal muss eine Zahl sein, aber Feld „{0}“ von „{1}“ ist keine.</translation>
    </message>
    <message>
        <source>{0} of {1} samples are left out: their class or a feature is missing.</source>
        <translation>{0} von {1} Stichproben werden ausgelassen: Ihre Klasse oder ein Merkmal fehlt.</translation>
    </message>
    <message>
        <source>No sample of '{0}' has a class and all features.</source>
        <translation>Keine Stichprobe von „{0}“ hat eine Klasse und alle Merkmale.</translation>
    </message>
    <message>
        <source>All windows must have one size, got {0} and {1} px.</source>
        <translation>Alle Fenster müssen dieselbe Größe haben, nicht {0} und {1} px.</translation>
    </message>
    <message>
        <source>No valid sample is of class {0}; the model will not find it.</source>
        <translation>Keine gültige Stichprobe ist von Klasse {0}; das Modell wird sie nicht finden.</translation>
    </message>
    <message>
        <source>{0} samples of '{1}' are left out, because another image is nodata there.</source>
        <translation>{0} Stichproben von „{1}“ werden ausgelassen, weil ein anderes Bild dort NoData ist.</translation>
    </message>
    <message>
        <source>Field '{0}' not found; samples '{1}' have: {2}.</source>
        <translation>Feld „{0}“ nicht gefunden; Stichproben „{1}“ haben: {2}.</translation>
    </message>
    <message>
        <source>The classifier must be one of {0}, got '{1}'.</source>
        <translation>Der Klassifikator muss einer von {0} sein, nicht „{1}“.</translation>
    </message>
    <message>
        <source>A layer of a model needs images with labels, not samples.</source>
        <translation>Eine Schicht eines Modells braucht Bilder mit Labels, keine Stichproben.</translation>
    </message>
    <message>
        <source>There are third images, but no second ones.</source>
        <translation>Es gibt dritte Bilder, aber keine zweiten.</translation>
    </message>
    <message>
        <source>A {0} classifier is slow with many samples: {1} of {2} are used, as many of each class as of all.</source>
        <translation>Ein Klassifikator {0} ist mit vielen Stichproben langsam: {1} von {2} werden verwendet, im Verhältnis der Klassen.</translation>
    </message>
    <message>
        <source>The classifier '{0}' cannot balance the classes; choose another one, or turn that off.</source>
        <translation>Der Klassifikator „{0}“ kann die Klassen nicht ausgleichen; einen anderen wählen oder dies ausschalten.</translation>
    </message>
    <message>
        <source>Give samples, or images with labels, not both.</source>
        <translation>Stichproben oder Bilder mit Labels angeben, nicht beides.</translation>
    </message>
    <message>
        <source>Objects are marked by points or by boxes, got both.</source>
        <translation>Objekte werden durch Punkte oder durch Rahmen markiert, nicht durch beides.</translation>
    </message>
    <message>
        <source>The corners per object must be 0 (free) or {0} to {1}, got {2}.</source>
        <translation>Die Ecken je Objekt müssen 0 (frei) oder {0} bis {1} sein, nicht {2}.</translation>
    </message>
    <message>
        <source>'{0}' is a PolyCNN, which only outlines marked objects: give points or boxes.</source>
        <translation>„{0}“ ist ein PolyCNN, das nur markierte Objekte umreißt: Punkte oder Rahmen angeben.</translation>
    </message>
    <message>
        <source>The model '{0}' has no class of objects; its classes are: {1}.</source>
        <translation>Das Modell „{0}“ hat keine Klasse von Objekten; seine Klassen sind: {1}.</translation>
    </message>
    <message>
        <source>A PolyCNN outlines the objects that points or boxes mark: leave out the area.</source>
        <translation>Ein PolyCNN umreißt die Objekte, die Punkte oder Rahmen markieren: das Gebiet weglassen.</translation>
    </message>
    <message>
        <source>A PolyCNN outlines objects with 4 corners, got {0} corners per object.</source>
        <translation>Ein PolyCNN umreißt Objekte mit 4 Ecken, nicht {0} Ecken je Objekt.</translation>
    </message>
    <message>
        <source>'{0}' holds no points.</source>
        <translation>„{0}“ enthält keine Punkte.</translation>
    </message>
    <message>
        <source>{0} points in '{1}' lie on the pixel of another one and are left out.</source>
        <translation>{0} Punkte in „{1}“ liegen auf dem Pixel eines anderen und werden ausgelassen.</translation>
    </message>
    <message>
        <source>'{0}' holds no polygons.</source>
        <translation>„{0}“ enthält keine Polygone.</translation>
    </message>
    <message>
        <source>{0} boxes of '{1}' reach beyond the image; their objects end at its edge.</source>
        <translation>{0} Rahmen von „{1}“ reichen über das Bild hinaus; ihre Objekte enden an dessen Rand.</translation>
    </message>
    <message>
        <source>No object with {0} corners fits a patch of {1} px for training: {2} objects have other corners and {3} are too large.</source>
        <translation>Kein Objekt mit {0} Ecken passt in einen Ausschnitt von {1} px für das Training: {2} Objekte haben andere Ecken und {3} sind zu groß.</translation>
    </message>
    <message>
        <source>Training the decoder on drawings of quadrilaterals.</source>
        <translation>Der Decoder wird mit gezeichneten Vierecken trainiert.</translation>
    </message>
    <message>
        <source>Training on the image's patches.</source>
        <translation>Training mit den Ausschnitten des Bildes.</translation>
    </message>
    <message>
        <source>A PolyCNN starts from a PolyCNN or a resunet with three stages or more, '{0}' is a {1}.</source>
        <translation>Ein PolyCNN beginnt mit einem PolyCNN oder einem resunet mit drei oder mehr Stufen, „{0}“ ist ein {1}.</translation>
    </message>
    <message>
        <source>Training with the classes {0} on {1}.</source>
        <translation>Training mit den Klassen {0} auf {1}.</translation>
    </message>
    <message>
        <source>Base channels must be at least 2, got {0}.</source>
        <translation>Die Basiskanäle des Netzes müssen mindestens 2 sein, nicht {0}.</translation>
    </message>
    <message>
        <source>'{0}' is a model for {1}, this needs one for polygons or segmentation.</source>
        <translation>„{0}“ ist ein Modell für {1}, hier ist eines für Polygone oder Segmentierung nötig.</translation>
    </message>
    <message>
        <source>Touching objects can be kept apart in probabilities only; the raster is a class map.</source>
        <translation>Aneinandergrenzende Objekte können nur in Wahrscheinlichkeiten getrennt werden; das Raster ist eine Klassenkarte.</translation>
    </message>
    <message>
        <source>No class has the name {0}, so none gets right angles; the classes are: {1}.</source>
        <translation>Keine Klasse hat den Namen {0}, also erhält keine rechte Winkel; die Klassen sind: {1}.</translation>
    </message>
    <message>
        <source>{0} of {1} polygons could not be given {2} corners.</source>
        <translation>{0} von {1} Polygonen konnten nicht {2} Ecken erhalten.</translation>
    </message>
    <message>
        <source>{0} polygons lie farther than {1} m from the edges of their pixels somewhere.</source>
        <translation>{0} Polygone liegen an einer Stelle weiter als {1} m von den Kanten ihrer Pixel entfernt.</translation>
    </message>
    <message>
        <source>The vertex penalty must be 0 px2 or more, got {0} px2.</source>
        <translation>Der Strafwert je Stützpunkt muss mindestens 0 px2 sein, nicht {0} px2.</translation>
    </message>
    <message>
        <source>The weight of angles must be 0 or more, got {0}.</source>
        <translation>Das Gewicht der Winkel muss mindestens 0 sein, nicht {0}.</translation>
    </message>
    <message>
        <source>The maximum distance must be 0 m or more, got {0} m.</source>
        <translation>Der größte Abstand muss mindestens 0 m sein, nicht {0} m.</translation>
    </message>
    <message>
        <source>The requested number of vertices must be 1 or more, got {0}.</source>
        <translation>Die verlangte Anzahl der Stützpunkte muss mindestens 1 sein, nicht {0}.</translation>
    </message>
    <message>
        <source>The seed threshold must be 0 to 1, got {0}.</source>
        <translation>Der Keim-Schwellenwert muss 0 bis 1 sein, nicht {0}.</translation>
    </message>
    <message>
        <source>The corners per object must be 3 to 99, or 0 for any number, got {0}.</source>
        <translation>Die Ecken je Objekt müssen 3 bis 99 sein, oder 0 für eine beliebige Anzahl, nicht {0}.</translation>
    </message>
    <message>
        <source>Minimum areas must be 0 m2 or more, got {0} m2.</source>
        <translation>Mindestflächen müssen mindestens 0 m2 sein, nicht {0} m2.</translation>
    </message>
    <message>
        <source>Several bands must hold probabilities, '{0}' holds {1} without scale.</source>
        <translation>Mehrere Kanäle müssen Wahrscheinlichkeiten enthalten, „{0}“ enthält {1} ohne Skalierung.</translation>
    </message>
    <message>
        <source>Class '{0}' is not in the {1}, which has: {2}.</source>
        <translation>Klasse „{0}“ ist nicht vorhanden ({1}); vorhanden sind: {2}.</translation>
    </message>
    <message>
        <source>Wrote {0} polygons to '{1}'.</source>
        <translation>{0} Polygone nach „{1}“ geschrieben.</translation>
    </message>
    <message>
        <source>The number of vertices went from {0} to {1}.</source>
        <translation>Die Anzahl der Stützpunkte ging von {0} auf {1}.</translation>
    </message>
    <message>
        <source>Penalties must be 0 or more, got {0}.</source>
        <translation>Strafwerte müssen mindestens 0 sein, nicht {0}.</translation>
    </message>
    <message>
        <source>All polygons are smaller than the maximum distance, {0} m; reduce it.</source>
        <translation>Alle Polygone sind kleiner als der größte Abstand, {0} m; ihn verringern.</translation>
    </message>
    <message>
        <source>{0} polygons are regular already and stay as they are.</source>
        <translation>{0} Polygone sind schon regelmäßig und bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>The polygons are too small or outside the valid area of their CRS; they cannot be measured.</source>
        <translation>Die Polygone sind zu klein oder außerhalb des gültigen Gebiets ihres KBS; sie können nicht gemessen werden.</translation>
    </message>
    <message>
        <source>Overlapping areas ({0} m2) were given to the first polygon.</source>
        <translation>Überlappende Flächen ({0} m2) erhielt das erste Polygon.</translation>
    </message>
    <message>
        <source>{0} polygons inside other polygons were left out.</source>
        <translation>{0} Polygone innerhalb anderer Polygone wurden ausgelassen.</translation>
    </message>
    <message>
        <source>The raster has more than {0} regions; filter it first.</source>
        <translation>Das Raster hat mehr als {0} Regionen; zuerst filtern.</translation>
    </message>
    <message>
        <source>Method must be {0}, got '{1}'.</source>
        <translation>Die Methode muss {0} sein, nicht „{1}“.</translation>
    </message>
    <message>
        <source>Touching objects can be kept apart with the method 'mesh' only, got '{0}'.</source>
        <translation>Aneinandergrenzende Objekte können nur mit der Methode „mesh“ getrennt werden, nicht mit „{0}“.</translation>
    </message>
    <message>
        <source>Method 'contour' works on one band, got {0}.</source>
        <translation>Methode „contour“ arbeitet auf einem Kanal, nicht auf {0}.</translation>
    </message>
    <message>
        <source>Band {0} is the '{1}'; the other classes are in other bands.</source>
        <translation>Kanal {0} ist „{1}“; die anderen Klassen sind in anderen Kanälen.</translation>
    </message>
    <message>
        <source>'{0}' has no CRS; areas and lengths are in units of its coordinates.</source>
        <translation>„{0}“ hat kein KBS; Flächen und Längen sind in Einheiten seiner Koordinaten.</translation>
    </message>
    <message>
        <source>The band's values go from {0} to {1}, and the threshold is {2}; probabilities go from 0 to 1.</source>
        <translation>Die Werte des Kanals gehen von {0} bis {1}, und der Schwellenwert ist {2}; Wahrscheinlichkeiten gehen von 0 bis 1.</translation>
    </message>
    <message>
        <source>Device '{0}' is not available; choose auto or cpu.</source>
        <translation>Prozessor „{0}“ ist nicht verfügbar; auto oder cpu wählen.</translation>
    </message>
    <message>
        <source>Device '{0}' is not available ({1}); choose auto or cpu.</source>
        <translation>Prozessor „{0}“ ist nicht verfügbar ({1}); auto oder cpu wählen.</translation>
    </message>
    <message>
        <source>Device must be auto, cpu, cuda, cuda:N or mps, got '{0}'.</source>
        <translation>Der Prozessor muss auto, cpu, cuda, cuda:N oder mps sein, nicht „{0}“.</translation>
    </message>
    <message>
        <source>The engine has no algorithm '{0}'.</source>
        <translation>Der Rechenkern hat keinen Algorithmus „{0}“.</translation>
    </message>
    <message>
        <source>'{0}' is being written by another job; wait for it or choose another name.</source>
        <translation>„{0}“ wird gerade von einem anderen Auftrag geschrieben; auf ihn warten oder einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>{0} of {1} samples have all {2} values. Wrote '{3}'.</source>
        <translation>{0} von {1} Stichproben haben alle {2} Werte. „{3}“ geschrieben.</translation>
    </message>
    <message>
        <source>There must be at least one image.</source>
        <translation>Es muss mindestens ein Bild geben.</translation>
    </message>
    <message>
        <source>The images have {0} bands and features; at most {1} can be extracted.</source>
        <translation>Die Bilder haben {0} Kanäle und Merkmale; höchstens {1} können extrahiert werden.</translation>
    </message>
    <message>
        <source>{0} of {1} features of '{2}' have no place and are left out.</source>
        <translation>{0} von {1} Objekten von „{2}“ haben keinen Ort und werden ausgelassen.</translation>
    </message>
    <message>
        <source>The samples '{0}' hold no point.</source>
        <translation>Die Stichproben „{0}“ enthalten keinen Punkt.</translation>
    </message>
    <message>
        <source>The samples or '{0}' have no CRS; both are taken to be in the same one.</source>
        <translation>Die Stichproben oder „{0}“ haben kein KBS; beide gelten als im selben.</translation>
    </message>
    <message>
        <source>'{0}' holds none of the points of '{1}'.</source>
        <translation>„{0}“ enthält keinen der Punkte von „{1}“.</translation>
    </message>
    <message>
        <source>Validation and test may have at most {0} % of the samples together, got {1} %.</source>
        <translation>Validierung und Test dürfen zusammen höchstens {0} % der Stichproben haben, nicht {1} %.</translation>
    </message>
    <message>
        <source>Wrote {0} patches ({1}) to {2}.</source>
        <translation>{0} Ausschnitte ({1}) nach {2} geschrieben.</translation>
    </message>
    <message>
        <source>Third images need second images; give them as second images.</source>
        <translation>Dritte Bilder brauchen zweite Bilder; als zweite Bilder angeben.</translation>
    </message>
    <message>
        <source>Patches of {0} px do not fit into '{1}', which has {2} x {3} px.</source>
        <translation>Ausschnitte von {0} px passen nicht in „{1}“, das {2} x {3} px hat.</translation>
    </message>
    <message>
        <source>No patch for training is left of {0}: {1}.</source>
        <translation>Kein Ausschnitt für das Training bleibt von {0}: {1}.</translation>
    </message>
    <message>
        <source>{0} of {1} patches are left out: {2}.</source>
        <translation>{0} von {1} Ausschnitten werden ausgelassen: {2}.</translation>
    </message>
    <message>
        <source>{0} patches are asked for, but there are only {1}.</source>
        <translation>{0} Ausschnitte sind verlangt, aber es gibt nur {1}.</translation>
    </message>
    <message>
        <source>Validation share and test share together must be below 1, got {0} and {1}.</source>
        <translation>Validierungsanteil und Testanteil müssen zusammen kleiner als 1 sein, nicht {0} und {1}.</translation>
    </message>
    <message>
        <source>The first image must be the finest, but pixels of '{0}' are {1} times smaller than those of '{2}'; exchange them.</source>
        <translation>Das erste Bild muss das feinste sein, aber die Pixel von „{0}“ sind {1}-mal kleiner als die von „{2}“; sie tauschen.</translation>
    </message>
    <message>
        <source>'{0}' is resampled, because its pixels are no whole numbers of those of '{1}'.</source>
        <translation>„{0}“ wird neu abgetastet, weil seine Pixel keine ganzen Vielfachen derer von „{1}“ sind.</translation>
    </message>
    <message>
        <source>{0} must be a multiple of {1} px, so that patches consist of whole pixels of '{2}' too, got {3} px.</source>
        <translation>{0} muss ein Vielfaches von {1} px sein, damit Ausschnitte auch aus ganzen Pixeln von „{2}“ bestehen, nicht {3} px.</translation>
    </message>
    <message>
        <source>Rejected: {0} labelled pixels, {1}.</source>
        <translation>Verworfen: {0} Pixel mit Label, {1}.</translation>
    </message>
    <message>
        <source>Rejected: {0} features of {1}, {2}.</source>
        <translation>Verworfen: {0} Objekte von {1}, {2}.</translation>
    </message>
    <message>
        <source>There must be images, and one layer of labels or as many as images, got {0} images and {1} layers of labels.</source>
        <translation>Es muss Bilder geben und einen Layer mit Labels oder so viele wie Bilder, nicht {0} Bilder und {1} Layer mit Labels.</translation>
    </message>
    <message>
        <source>The strategy 'byclass', and no other, needs a table of classes and numbers.</source>
        <translation>Die Strategie „byclass“, und keine andere, braucht eine Tabelle mit Klassen und Anzahlen.</translation>
    </message>
    <message>
        <source>No pixel of {0} has a label: the labels {1} lie elsewhere, or hold no pixel centre.</source>
        <translation>Kein Pixel von {0} hat ein Label: Die Labels {1} liegen anderswo oder enthalten keine Pixelmitte.</translation>
    </message>
    <message>
        <source>No labelled pixel can be a sample: all are nodata, outside the area or in several classes.</source>
        <translation>Kein Pixel mit Label kann Stichprobe sein: Alle sind NoData, außerhalb des Gebiets oder in mehreren Klassen.</translation>
    </message>
    <message>
        <source>{0}: {1} samples of {2} pixels.</source>
        <translation>{0}: {1} Stichproben aus {2} Pixeln.</translation>
    </message>
    <message>
        <source>No pixel can be a sample of: {0}.</source>
        <translation>Kein Pixel kann Stichprobe sein von: {0}.</translation>
    </message>
    <message>
        <source>These are {0} samples; at most {1} can be selected.</source>
        <translation>Dies sind {0} Stichproben; höchstens {1} können ausgewählt werden.</translation>
    </message>
    <message>
        <source>{0} samples of '{1}' were asked for, but there are only {2} pixels.</source>
        <translation>{0} Stichproben von „{1}“ waren verlangt, aber es gibt nur {2} Pixel.</translation>
    </message>
    <message>
        <source>{0} samples were asked for, but there are only {1} pixels.</source>
        <translation>{0} Stichproben waren verlangt, aber es gibt nur {1} Pixel.</translation>
    </message>
    <message>
        <source>{0} samples of '{1}' were asked for, but no pixel can be one.</source>
        <translation>{0} Stichproben von „{1}“ waren verlangt, aber kein Pixel kann eine sein.</translation>
    </message>
    <message>
        <source>Only {0} of {1} samples of '{2}' were found at that distance from each other; use a smaller minimum distance.</source>
        <translation>Nur {0} von {1} Stichproben von „{2}“ wurden in diesem Abstand voneinander gefunden; einen kleineren Abstand verwenden.</translation>
    </message>
    <message>
        <source>No pixel of '{0}' has a label: '{1}' and the image do not overlap, or the labels hold no pixel centre.</source>
        <translation>Kein Pixel von „{0}“ hat ein Label: „{1}“ und das Bild überlappen sich nicht, oder die Labels enthalten keine Pixelmitte.</translation>
    </message>
    <message>
        <source>'{0}' has no CRS; its coordinates are taken to be in the other layer's CRS.</source>
        <translation>„{0}“ hat kein KBS; für seine Koordinaten gilt das KBS des anderen Layers.</translation>
    </message>
    <message>
        <source>{0} features lie outside the image.</source>
        <translation>{0} Objekte liegen außerhalb des Bildes.</translation>
    </message>
    <message>
        <source>{0} features on the image have no pixel of their own.</source>
        <translation>{0} Objekte auf dem Bild haben kein eigenes Pixel.</translation>
    </message>
    <message>
        <source>The percentage of samples must be above 0 and at most 100, got {0}.</source>
        <translation>Der Prozentsatz der Stichproben muss über 0 und höchstens 100 sein, nicht {0}.</translation>
    </message>
    <message>
        <source>With the strategy '{0}', the number of samples must be whole and at least 1, got {1}.</source>
        <translation>Mit der Strategie „{0}“ muss die Anzahl der Stichproben ganz und mindestens 1 sein, nicht {1}.</translation>
    </message>
    <message>
        <source>A count for each image needs one of the strategies {0}, not '{1}'.</source>
        <translation>Eine Anzahl für jedes Bild braucht eine der Strategien {0}, nicht „{1}“.</translation>
    </message>
    <message>
        <source>There must be a count for each of the {0} images, got {1}.</source>
        <translation>Es muss eine Anzahl für jedes der {0} Bilder geben, nicht {1}.</translation>
    </message>
    <message>
        <source>'{0}' lists no class.</source>
        <translation>„{0}“ führt keine Klasse auf.</translation>
    </message>
    <message>
        <source>A count was given, but the strategy '{0}' takes none.</source>
        <translation>Eine Anzahl ist angegeben, aber die Strategie „{0}“ nimmt keine.</translation>
    </message>
    <message>
        <source>The counts of the images must be numbers, got '{0}'.</source>
        <translation>Die Anzahlen der Bilder müssen Zahlen sein, nicht „{0}“.</translation>
    </message>
    <message>
        <source>The table '{0}' does not exist or is no text.</source>
        <translation>Die Tabelle „{0}“ ist nicht vorhanden oder kein Text.</translation>
    </message>
    <message>
        <source>Line {0} of '{1}' must be a class and a whole number, got '{2}'.</source>
        <translation>Zeile {0} von „{1}“ muss eine Klasse und eine ganze Zahl sein, nicht „{2}“.</translation>
    </message>
    <message>
        <source>'{0}' lists the class '{1}', which the labels do not have; they have: {2}.</source>
        <translation>„{0}“ führt die Klasse „{1}“ auf, die die Labels nicht haben; sie haben: {2}.</translation>
    </message>
    <message>
        <source>'{0}' lists the class '{1}' twice.</source>
        <translation>„{0}“ führt die Klasse „{1}“ zweimal auf.</translation>
    </message>
    <message>
        <source>Augmentation must be one of {0}, got {1}.</source>
        <translation>Die Augmentierung muss eine von {0} sein, nicht {1}.</translation>
    </message>
    <message>
        <source>Crop must be a multiple of {0} px and at least {1} px, got {2} px.</source>
        <translation>Die Fenstergröße muss ein Vielfaches von {0} px und mindestens {1} px sein, nicht {2} px.</translation>
    </message>
    <message>
        <source>No valid pixel of the images has a label: check nodata, the area and the validation area.</source>
        <translation>Kein gültiges Pixel der Bilder hat ein Label: NoData, das Gebiet und das Validierungsgebiet prüfen.</translation>
    </message>
    <message>
        <source>All labels are of one class, {0}; training needs at least two; {1}.</source>
        <translation>Alle Labels sind von einer Klasse, {0}; das Training braucht mindestens zwei; {1}.</translation>
    </message>
    <message>
        <source>No training pixel is labelled {0}; the model will not find it.</source>
        <translation>Kein Trainingspixel hat das Label {0}; das Modell wird es nicht finden.</translation>
    </message>
    <message>
        <source>The labels '{0}' hold more than {1} classes; classify them first.</source>
        <translation>Die Labels „{0}“ enthalten mehr als {1} Klassen; zuerst klassifizieren.</translation>
    </message>
    <message>
        <source>The clean labels have the class {0}, which the imprecise labels lack (they have {1}); both must have the same classes.</source>
        <translation>Die sauberen Labels haben die Klasse {0}, die den ungenauen Labels fehlt (sie haben {1}); beide müssen dieselben Klassen haben.</translation>
    </message>
    <message>
        <source>The clean labels lack the class {0}; its accuracy is not measured.</source>
        <translation>Den sauberen Labels fehlt die Klasse {0}; ihre Genauigkeit wird nicht gemessen.</translation>
    </message>
    <message>
        <source>Clean labels are needed for validation; give a validation area, or a validation share above 0.</source>
        <translation>Saubere Labels sind für die Validierung nötig; ein Validierungsgebiet oder einen Validierungsanteil über 0 angeben.</translation>
    </message>
    <message>
        <source>Give a clean area: the polygons in which the clean labels are complete.</source>
        <translation>Ein Gebiet mit sauberen Labels angeben: die Polygone, in denen die sauberen Labels vollständig sind.</translation>
    </message>
    <message>
        <source>No valid pixel of the images has a clean label: check nodata and the clean area.</source>
        <translation>Kein gültiges Pixel der Bilder hat ein sauberes Label: NoData und das Gebiet mit sauberen Labels prüfen.</translation>
    </message>
    <message>
        <source>Give at least one image to train on.</source>
        <translation>Mindestens ein Bild für das Training angeben.</translation>
    </message>
    <message>
        <source>The initial model is of {0} images: {1}; got {2}.</source>
        <translation>Das Ausgangsmodell ist für {0} Bilder: {1}; nicht {2}.</translation>
    </message>
    <message>
        <source>The usual error of the labels must be at least 0 m, got {0} m.</source>
        <translation>Der übliche Fehler der Labels muss mindestens 0 m sein, nicht {0} m.</translation>
    </message>
    <message>
        <source>The usual error of the labels is in metres, and the images have no CRS; give a training resolution.</source>
        <translation>Der übliche Fehler der Labels ist in Metern, und die Bilder haben kein KBS; eine Trainingsauflösung angeben.</translation>
    </message>
    <message>
        <source>Resolution must be above 0 m, got {0} m.</source>
        <translation>Die Auflösung muss über 0 m sein, nicht {0} m.</translation>
    </message>
    <message>
        <source>{0} % of the labelled pixels lie in polygons of several classes; the last of these polygons counts.</source>
        <translation>{0} % der Pixel mit Label liegen in Polygonen mehrerer Klassen; das letzte dieser Polygone zählt.</translation>
    </message>
    <message>
        <source>'{0}' has no CRS; its pixels are taken to be {1} m.</source>
        <translation>„{0}“ hat kein KBS; seine Pixel gelten als {1} m groß.</translation>
    </message>
    <message>
        <source>'{0}' has no CRS; the model is trained in pixels of unknown size.</source>
        <translation>„{0}“ hat kein KBS; das Modell wird in Pixeln unbekannter Größe trainiert.</translation>
    </message>
    <message>
        <source>Harmonization must be one of {0}, got '{1}'.</source>
        <translation>Die Harmonisierung muss eine von {0} sein, nicht „{1}“.</translation>
    </message>
    <message>
        <source>Maximum shift must be 0 to {0} px, got {1} px.</source>
        <translation>Die größte Verschiebung muss 0 bis {0} px sein, nicht {1} px.</translation>
    </message>
    <message>
        <source>The pixels of {0} must be at least {1} times smaller than those of {2}, but they are {3} times smaller.</source>
        <translation>Die Pixel von {0} müssen mindestens {1}-mal kleiner als die von {2} sein, sind aber {3}-mal kleiner.</translation>
    </message>
    <message>
        <source>The ratio must be {0} to {1}, got {2}.</source>
        <translation>Das Verhältnis muss {0} bis {1} sein, nicht {2}.</translation>
    </message>
    <message>
        <source>A ratio of {0} needs a finer image: the pixels of {1} are only {2} times smaller than those of {3}.</source>
        <translation>Ein Verhältnis von {0} braucht ein feineres Bild: Die Pixel von {1} sind nur {2}-mal kleiner als die von {3}.</translation>
    </message>
    <message>
        <source>'{0}' and '{1}' have {2} x {3} px of the first in common; at least {4} x {5} px are needed.</source>
        <translation>„{0}“ und „{1}“ haben {2} x {3} px des ersten gemeinsam; mindestens {4} x {5} px sind nötig.</translation>
    </message>
    <message>
        <source>No part of {0} and {1} shows the same: {2}.</source>
        <translation>Kein Teil von {0} und {1} zeigt dasselbe: {2}.</translation>
    </message>
    <message>
        <source>{0} % of the pixels of {1} and {2} cannot be the same ground (fill, cloud, change) and are left out.</source>
        <translation>{0} % der Pixel von {1} und {2} können nicht derselbe Boden sein (Füllwert, Wolke, Veränderung) und werden ausgelassen.</translation>
    </message>
    <message>
        <source>{0} % of the blocks of {1} and {2} show different things and are left out; images of the same days would fit better.</source>
        <translation>{0} % der Blöcke von {1} und {2} zeigen Verschiedenes und werden ausgelassen; Bilder von denselben Tagen würden besser passen.</translation>
    </message>
    <message>
        <source>'{0}' is compressed as JPEG, whose squares of 8 px a network learns as detail; give an image that was not, if there is one.</source>
        <translation>„{0}“ ist als JPEG komprimiert, dessen Quadrate von 8 px ein Netz als Details lernt; ein unkomprimiertes Bild angeben, wenn es eines gibt.</translation>
    </message>
    <message>
        <source>{0} is moved by {1} px along rows and {2} px along columns{3}, in px of 1/{4} of those of {5}.</source>
        <translation>{0} wird um {1} px entlang der Zeilen und {2} px entlang der Spalten verschoben{3}, in px von 1/{4} derer von {5}.</translation>
    </message>
    <message>
        <source>{0} lies more than {1} px of {2} beside it in most places; georeference it, or allow a larger shift.</source>
        <translation>{0} liegt an den meisten Stellen mehr als {1} px von {2} daneben; georeferenzieren oder eine größere Verschiebung zulassen.</translation>
    </message>
    <message>
        <source>{0} is not moved: too little of {1} is known to find a shift.</source>
        <translation>{0} wird nicht verschoben: Zu wenig von {1} ist bekannt, um eine Verschiebung zu finden.</translation>
    </message>
    <message>
        <source>{0} has {1} bands and {2} {3}: each of the first is matched by a mixture of the second's.</source>
        <translation>{0} hat {1} Kanäle und {2} {3}: Jeder des ersten wird durch eine Mischung aus denen des zweiten angenähert.</translation>
    </message>
    <message>
        <source>Values of {0} are about {1} higher than those of {2}, as in Sentinel-2 products since 2022 before their offset is subtracted.</source>
        <translation>Werte von {0} sind etwa {1} höher als die von {2}, wie in Sentinel-2-Produkten seit 2022, bevor ihr Versatz abgezogen ist.</translation>
    </message>
    <message>
        <source>Values of {0} are not those of {1}, in {2} by gain {3} and offset {4}; choose the harmonization regression.</source>
        <translation>Werte von {0} sind nicht die von {1}, in {2} um Faktor {3} und Versatz {4}; die Harmonisierung regression wählen.</translation>
    </message>
    <message>
        <source>Class field '{0}' was given, but the labels '{1}' are a raster, which has none.</source>
        <translation>Das Klassenfeld „{0}“ ist angegeben, aber die Labels „{1}“ sind ein Raster, das keines hat.</translation>
    </message>
    <message>
        <source>The labels '{0}' hold no feature.</source>
        <translation>Die Labels „{0}“ enthalten kein Objekt.</translation>
    </message>
    <message>
        <source>The polygons '{0}' are a raster; give a layer of polygons.</source>
        <translation>Die Polygone „{0}“ sind ein Raster; einen Polygonlayer angeben.</translation>
    </message>
    <message>
        <source>The labels hold {0} classes; a map can show at most {1}.</source>
        <translation>Die Labels enthalten {0} Klassen; eine Karte kann höchstens {1} zeigen.</translation>
    </message>
    <message>
        <source>Labels must be all polygons or all rasters, got some of both.</source>
        <translation>Labels müssen alle Polygone oder alle Raster sein, nicht gemischt.</translation>
    </message>
    <message>
        <source>The labels '{0}' hold no polygon.</source>
        <translation>Die Labels „{0}“ enthalten kein Polygon.</translation>
    </message>
    <message>
        <source>The labels '{0}' hold more than {1} classes, the maximum of a map.</source>
        <translation>Die Labels „{0}“ enthalten mehr als {1} Klassen, die Höchstzahl einer Karte.</translation>
    </message>
    <message>
        <source>The class field '{0}' of '{1}' holds numbers with decimals, such as {2}; each number is a class of its own.</source>
        <translation>Das Klassenfeld „{0}“ von „{1}“ enthält Zahlen mit Nachkommastellen, etwa {2}; jede Zahl ist eine eigene Klasse.</translation>
    </message>
    <message>
        <source>The labels lack these values, whose names and colours are not used: {0}.</source>
        <translation>Den Labels fehlen diese Werte, deren Namen und Farben nicht verwendet werden: {0}.</translation>
    </message>
    <message>
        <source>Several classes would be called '{0}'; give each its own name.</source>
        <translation>Mehrere Klassen würden „{0}“ heißen; jeder einen eigenen Namen geben.</translation>
    </message>
    <message>
        <source>A class must be given as 'value = name #rrggbb', got '{0}'.</source>
        <translation>Eine Klasse muss als „Wert = Name #rrggbb“ angegeben sein, nicht „{0}“.</translation>
    </message>
    <message>
        <source>The class value '{0}' is given twice.</source>
        <translation>Der Klassenwert „{0}“ ist zweimal angegeben.</translation>
    </message>
    <message>
        <source>Third images are given without second images; give them as second images.</source>
        <translation>Dritte Bilder sind ohne zweite Bilder angegeben; als zweite Bilder angeben.</translation>
    </message>
    <message>
        <source>The values of {0} are no linear function of those of {1}, as if they were stretched for display; give its own values, or choose the harmonization histogram.</source>
        <translation>Die Werte von {0} sind keine lineare Funktion derer von {1}, als wären sie zur Anzeige gestreckt; seine eigenen Werte angeben oder die Harmonisierung histogram wählen.</translation>
    </message>
    <message>
        <source>In {0}, {1} has no like in {2}: their correlation is {3}, {4} is needed; choose bands that both have.</source>
        <translation>In {0} hat {1} kein Gegenstück in {2}: Die Korrelation ist {3}, nötig ist {4}; Kanäle wählen, die beide haben.</translation>
    </message>
    <message>
        <source>No pixel of '{0}' is valid in '{1}' too: check nodata and the area.</source>
        <translation>Kein Pixel von „{0}“ ist auch in „{1}“ gültig: NoData und das Gebiet prüfen.</translation>
    </message>
    <message>
        <source>In {0}, {1} correlates best with {2} of {3}, at {4} in place of {5}; check the order of the bands.</source>
        <translation>In {0} korreliert {1} am besten mit {2} von {3}, mit {4} statt {5}; die Reihenfolge der Kanäle prüfen.</translation>
    </message>
    <message>
        <source>In {0}, {1} is bright where its partner in {2} is dark; check the order of the bands.</source>
        <translation>In {0} ist {1} hell, wo sein Gegenstück in {2} dunkel ist; die Reihenfolge der Kanäle prüfen.</translation>
    </message>
    <message>
        <source>'{0}' lies more than {1} px of '{2}' beside it; georeference it, or allow a larger shift.</source>
        <translation>„{0}“ liegt mehr als {1} px von „{2}“ daneben; georeferenzieren oder eine größere Verschiebung zulassen.</translation>
    </message>
    <message>
        <source>A palette has colours of three 8-bit bands, but {0} is {1} with {2} bands; choose the kind 'image'.</source>
        <translation>Eine Palette hat Farben aus drei 8-Bit-Kanälen, aber {0} ist {1} mit {2} Kanälen; die Art „image“ wählen.</translation>
    </message>
    <message>
        <source>'{0}' holds no patch of {1} px without nodata.</source>
        <translation>„{0}“ enthält keinen Ausschnitt von {1} px ohne NoData.</translation>
    </message>
    <message>
        <source>The folder '{0}' holds no images ({1}).</source>
        <translation>Der Ordner „{0}“ enthält keine Bilder ({1}).</translation>
    </message>
    <message>
        <source>The data set '{0}' must have subfolders for at least two classes.</source>
        <translation>Der Datensatz „{0}“ muss Unterordner für mindestens zwei Klassen haben.</translation>
    </message>
    <message>
        <source>Patches must be square, '{0}' is {1} x {2} px.</source>
        <translation>Ausschnitte müssen quadratisch sein, „{0}“ hat {1} x {2} px.</translation>
    </message>
    <message>
        <source>'{0}' is not a folder.</source>
        <translation>„{0}“ ist kein Ordner.</translation>
    </message>
    <message>
        <source>All images must be alike: '{0}' has the bands {1}, others {2}.</source>
        <translation>Alle Bilder müssen gleichartig sein: „{0}“ hat die Kanäle {1}, andere {2}.</translation>
    </message>
    <message>
        <source>Class '{0}' needs at least two images, its folder has {1}.</source>
        <translation>Klasse „{0}“ braucht mindestens zwei Bilder, ihr Ordner hat {1}.</translation>
    </message>
    <message>
        <source>'{0}' cannot be read as an image.</source>
        <translation>„{0}“ kann nicht als Bild gelesen werden.</translation>
    </message>
    <message>
        <source>Patches must be at least 8 px wide, got {0} px.</source>
        <translation>Ausschnitte müssen mindestens 8 px breit sein, nicht {0} px.</translation>
    </message>
    <message>
        <source>Give the field of '{0}' that holds the class of its points.</source>
        <translation>Das Feld von „{0}“ angeben, das die Klasse seiner Punkte enthält.</translation>
    </message>
    <message>
        <source>{0} of {1} points are too near the border of '{2}' for a whole patch.</source>
        <translation>{0} von {1} Punkten liegen für einen ganzen Ausschnitt zu nah am Rand von „{2}“.</translation>
    </message>
    <message>
        <source>{0} of {1} label polygons are smaller than half a patch ({2} x {3} px) and give no patch on their own; use smaller patches, a finer image, or points.</source>
        <translation>{0} von {1} Label-Polygonen sind kleiner als ein halber Ausschnitt ({2} x {3} px) und ergeben allein keinen Ausschnitt; kleinere Ausschnitte, ein feineres Bild oder Punkte verwenden.</translation>
    </message>
    <message>
        <source>'{0}' is no folder of patches: it holds no {1}.</source>
        <translation>„{0}“ ist kein Ordner mit Ausschnitten: {1} fehlt.</translation>
    </message>
    <message>
        <source>'{0}' holds no labels as GeoTIFF; extract the patches with the format 'GeoTIFF'.</source>
        <translation>„{0}“ enthält keine Labels als GeoTIFF; die Ausschnitte mit dem Format „GeoTIFF“ extrahieren.</translation>
    </message>
    <message>
        <source>'{0}' holds no patch for training.</source>
        <translation>„{0}“ enthält keinen Ausschnitt für das Training.</translation>
    </message>
    <message>
        <source>Stride must be at least 1 px, got {0} px.</source>
        <translation>Die Schrittweite muss mindestens 1 px sein, nicht {0} px.</translation>
    </message>
    <message>
        <source>The image must be at least one patch of {0} px wide and high, got {1} x {2} px at the model's resolution.</source>
        <translation>Das Bild muss mindestens einen Ausschnitt von {0} px breit und hoch sein, nicht {1} x {2} px in der Auflösung des Modells.</translation>
    </message>
    <message>
        <source>The labelled area is too small to hold back validation data; give a validation area, or 0 as validation share.</source>
        <translation>Das Gebiet mit Labels ist zu klein, um Validierungsdaten zurückzuhalten; ein Validierungsgebiet oder 0 als Validierungsanteil angeben.</translation>
    </message>
    <message>
        <source>This training needs polygons, but '{0}' is a raster.</source>
        <translation>Dieses Training braucht Polygone, aber „{0}“ ist ein Raster.</translation>
    </message>
    <message>
        <source>The maximum share of nodata pixels must be at least 0 and below 1, got {0}.</source>
        <translation>Der Höchstanteil an NoData-Pixeln muss mindestens 0 und kleiner als 1 sein, nicht {0}.</translation>
    </message>
    <message>
        <source>The confidence map is unreliable, because this model was not trained to recognize foreign images.</source>
        <translation>Die Konfidenzkarte ist unzuverlässig, weil dieses Modell nicht darauf trainiert wurde, fremde Bilder zu erkennen.</translation>
    </message>
    <message>
        <source>{0} x {1} patches of {2} px at a stride of {3} px on {4}.</source>
        <translation>{0} x {1} Ausschnitte von {2} px mit einer Schrittweite von {3} px auf {4}.</translation>
    </message>
    <message>
        <source>Nothing was classified: every patch is nodata or outside the area.</source>
        <translation>Nichts wurde klassifiziert: Jeder Ausschnitt ist NoData oder außerhalb des Gebiets.</translation>
    </message>
    <message>
        <source>The initial model '{0}' has the network of the paper, which serves to be compared with; train a time series model with the network 'dense'.</source>
        <translation>Das Ausgangsmodell „{0}“ hat das Netz der Veröffentlichung, das zum Vergleich dient; ein Zeitreihenmodell mit dem Netz „dense“ trainieren.</translation>
    </message>
    <message>
        <source>There is nothing to train: give epochs as a classifier or as a JEM.</source>
        <translation>Es gibt nichts zu trainieren: Epochen als Klassifikator oder als JEM angeben.</translation>
    </message>
    <message>
        <source>Training the classifier.</source>
        <translation>Der Klassifikator wird trainiert.</translation>
    </message>
    <message>
        <source>Training the energy-based model.</source>
        <translation>Das energiebasierte Modell wird trainiert.</translation>
    </message>
    <message>
        <source>For a JEM, 'Epochs as a JEM' must be at least 1, got {0}.</source>
        <translation>Für ein JEM muss „Epochen als JEM“ mindestens 1 sein, nicht {0}.</translation>
    </message>
    <message>
        <source>Training the last layer only needs an initial model.</source>
        <translation>Nur die letzte Schicht zu trainieren, braucht ein Ausgangsmodell.</translation>
    </message>
    <message>
        <source>Give either a data set folder with a subfolder per class, or images with labels.</source>
        <translation>Entweder einen Datensatzordner mit einem Unterordner je Klasse oder Bilder mit Labels angeben.</translation>
    </message>
    <message>
        <source>The patches have {0} classes; a map can show at most {1}.</source>
        <translation>Die Ausschnitte haben {0} Klassen; eine Karte kann höchstens {1} zeigen.</translation>
    </message>
    <message>
        <source>Patches must be {0} to {1} px wide, got {2} px.</source>
        <translation>Ausschnitte müssen {0} bis {1} px breit sein, nicht {2} px.</translation>
    </message>
    <message>
        <source>{0} of {1} patches are held back for validation, {2}.</source>
        <translation>{0} von {1} Ausschnitten werden für die Validierung zurückgehalten, {2}.</translation>
    </message>
    <message>
        <source>The folder '{0}' of outliers holds no images.</source>
        <translation>Der Ordner „{0}“ mit Ausreißern enthält keine Bilder.</translation>
    </message>
    <message>
        <source>Bands are chosen from images; those of a data set folder are all used.</source>
        <translation>Kanäle werden aus Bildern gewählt; die eines Datensatzordners werden alle verwendet.</translation>
    </message>
    <message>
        <source>Give the labels of the images: points, polygons or a class raster.</source>
        <translation>Die Labels der Bilder angeben: Punkte, Polygone oder ein Klassenraster.</translation>
    </message>
    <message>
        <source>The initial model takes {0} bands of {1}, the patches have {2} of {3}.</source>
        <translation>Das Ausgangsmodell nimmt {0} Kanäle von {1}, die Ausschnitte haben {2} von {3}.</translation>
    </message>
    <message>
        <source>The patches hold values that are NaN or infinite.</source>
        <translation>Die Ausschnitte enthalten Werte, die NaN oder unendlich sind.</translation>
    </message>
    <message>
        <source>Give either labels, or imprecise labels with clean labels, not all of them.</source>
        <translation>Entweder Labels oder ungenaue Labels mit sauberen Labels angeben, nicht alle.</translation>
    </message>
    <message>
        <source>Imprecise labels need clean labels beside them, by which the training is judged.</source>
        <translation>Ungenaue Labels brauchen daneben saubere Labels, nach denen das Training beurteilt wird.</translation>
    </message>
    <message>
        <source>Clean labels are for a training on imprecise labels; give them as labels.</source>
        <translation>Saubere Labels sind für ein Training mit ungenauen Labels; als Labels angeben.</translation>
    </message>
    <message>
        <source>Give labels, or imprecise labels with clean labels.</source>
        <translation>Labels oder ungenaue Labels mit sauberen Labels angeben.</translation>
    </message>
    <message>
        <source>{0} was given, which only a training on imprecise labels has.</source>
        <translation>{0} ist angegeben, was es nur bei einem Training mit ungenauen Labels gibt.</translation>
    </message>
    <message>
        <source>Only polygons can be aligned with the images, but the labels '{0}' are a raster.</source>
        <translation>Nur Polygone können an den Bildern ausgerichtet werden, aber die Labels „{0}“ sind ein Raster.</translation>
    </message>
    <message>
        <source>Give images and labels, or a folder of patches instead of both.</source>
        <translation>Bilder und Labels angeben, oder stattdessen einen Ordner mit Ausschnitten.</translation>
    </message>
    <message>
        <source>Aligning the imprecise labels with the images.</source>
        <translation>Die ungenauen Labels werden an den Bildern ausgerichtet.</translation>
    </message>
    <message>
        <source>No clean label lies in the validation data, which both steps are judged by.</source>
        <translation>Kein sauberes Label liegt in den Validierungsdaten, nach denen beide Schritte beurteilt werden.</translation>
    </message>
    <message>
        <source>All clean labels lie in the validation data, and none is left for the training.</source>
        <translation>Alle sauberen Labels liegen in den Validierungsdaten, und keines bleibt für das Training.</translation>
    </message>
    <message>
        <source>{0} x {1} px on {2}, {3} tiles of {4} px with a margin of {5} px.</source>
        <translation>{0} x {1} px auf {2}, {3} Kacheln von {4} px mit einem Rand von {5} px.</translation>
    </message>
    <message>
        <source>The model needs the numbers {0} of the image.</source>
        <translation>Das Modell braucht die Zahlen {0} des Bildes.</translation>
    </message>
    <message>
        <source>The model's network looks at each tile as a whole (instance norm or global pooling), so tiles would not fit together; it cannot be used on images.</source>
        <translation>Das Netz des Modells betrachtet jede Kachel als Ganzes (Instance Norm oder Global Pooling), sodass Kacheln nicht zusammenpassen würden; es kann nicht auf Bildern verwendet werden.</translation>
    </message>
    <message>
        <source>{0} of the values were cut to the range of {1}.</source>
        <translation>{0} der Werte wurden auf den Bereich von {1} gekürzt.</translation>
    </message>
    <message>
        <source>The GPU's memory is too small even for one tile; choose a smaller tile size.</source>
        <translation>Der Speicher der GPU ist selbst für eine Kachel zu klein; eine kleinere Kachelgröße wählen.</translation>
    </message>
    <message>
        <source>The memory is too small for one tile; choose a smaller tile size.</source>
        <translation>Der Speicher ist für eine Kachel zu klein; eine kleinere Kachelgröße wählen.</translation>
    </message>
    <message>
        <source>The tile size must be a multiple of {0} px, the network's stride, got {1} px.</source>
        <translation>Die Kachelgröße muss ein Vielfaches von {0} px sein, der Schrittweite des Netzes, nicht {1} px.</translation>
    </message>
    <message>
        <source>Degraded to the coarse pixels, the image differs by {0} on average and by {1} at most from the coarse image.</source>
        <translation>Auf die groben Pixel vergröbert, weicht das Bild im Mittel um {0} und höchstens um {1} vom groben Bild ab.</translation>
    </message>
    <message>
        <source>Harmonization must be {0}, got '{1}'.</source>
        <translation>Die Harmonisierung muss {0} sein, nicht „{1}“.</translation>
    </message>
    <message>
        <source>A map of details needs a reference image.</source>
        <translation>Eine Karte der Details braucht ein Referenzbild.</translation>
    </message>
    <message>
        <source>An expected error needs a reference image to be compared with.</source>
        <translation>Ein erwarteter Fehler braucht ein Referenzbild, mit dem er verglichen wird.</translation>
    </message>
    <message>
        <source>'{0}' has {1} bands and '{2}' {3}; choose the bands of the coarse image that it has.</source>
        <translation>„{0}“ hat {1} Kanäle und „{2}“ {3}; die Kanäle des groben Bildes wählen, die es hat.</translation>
    </message>
    <message>
        <source>The expected error '{0}' has {1} bands; it must have 1 or {2}, as the super-resolved image.</source>
        <translation>Der erwartete Fehler „{0}“ hat {1} Kanäle; er muss 1 oder {2} haben, wie das hochaufgelöste Bild.</translation>
    </message>
    <message>
        <source>The expected error '{0}' must have the pixels of the super-resolved image '{1}'.</source>
        <translation>Der erwartete Fehler „{0}“ muss die Pixel des hochaufgelösten Bildes „{1}“ haben.</translation>
    </message>
    <message>
        <source>No pixel is valid in all images and two coarse pixels from edges and nodata.</source>
        <translation>Kein Pixel ist in allen Bildern gültig und zwei grobe Pixel von Rändern und NoData entfernt.</translation>
    </message>
    <message>
        <source>PSNR {0} dB and SSIM {1}; bicubic + projection has {2} dB and {3}.</source>
        <translation>PSNR {0} dB und SSIM {1}; bikubisch + Projektion hat {2} dB und {3}.</translation>
    </message>
    <message>
        <source>'{0}' is resampled to pixels of 1/{1} of those of '{2}', which makes it a little smoother.</source>
        <translation>„{0}“ wird auf Pixel von 1/{1} derer von „{2}“ neu abgetastet, was es etwas glatter macht.</translation>
    </message>
    <message>
        <source>Sharpness must be 0 to 1, got {0}.</source>
        <translation>Die Schärfe muss 0 bis 1 sein, nicht {0}.</translation>
    </message>
    <message>
        <source>Sharpness must be 0 for '{0}', which was trained without, got {1}.</source>
        <translation>Die Schärfe muss für „{0}“, das ohne sie trainiert wurde, 0 sein, nicht {1}.</translation>
    </message>
    <message>
        <source>'{0}' has no expected error; train it again, or leave this output out.</source>
        <translation>„{0}“ hat keinen erwarteten Fehler; erneut trainieren oder diese Ausgabe weglassen.</translation>
    </message>
    <message>
        <source>The model makes pixels {0} times finer; for {1} times, the rest is interpolated.</source>
        <translation>Das Modell macht Pixel {0}-mal feiner; für das {1}-Fache wird der Rest interpoliert.</translation>
    </message>
    <message>
        <source>The output is resampled from a ratio of {0}, so it averages back to the image only approximately.</source>
        <translation>Die Ausgabe wird aus einem Verhältnis von {0} neu abgetastet, daher ergibt sie im Mittel nur näherungsweise wieder das Bild.</translation>
    </message>
    <message>
        <source>Give a ratio or a pixel size, not both; got {0} and {1} m.</source>
        <translation>Ein Verhältnis oder eine Pixelgröße angeben, nicht beides: angegeben sind {0} und {1} m.</translation>
    </message>
    <message>
        <source>The image has no CRS, so a pixel size of {0} m means nothing; give a ratio.</source>
        <translation>Das Bild hat kein KBS, daher bedeutet eine Pixelgröße von {0} m nichts; ein Verhältnis angeben.</translation>
    </message>
    <message>
        <source>Pixel size must be {0} to {1} m for an image with pixels of {2} m, got {3} m.</source>
        <translation>Die Pixelgröße muss für ein Bild mit Pixeln von {2} m {0} bis {1} m sein, nicht {3} m.</translation>
    </message>
    <message>
        <source>Ratio must be {0} to {1}, got {2}.</source>
        <translation>Das Verhältnis muss {0} bis {1} sein, nicht {2}.</translation>
    </message>
    <message>
        <source>Training on {0} blocks of ground, judged on {1} others.</source>
        <translation>Training auf {0} Blöcken des Bodens, beurteilt auf {1} anderen.</translation>
    </message>
    <message>
        <source>The model is no better than bicubic enlargement with projection ({0} dB PSNR) on ground that it has not seen; train it longer or on more images.</source>
        <translation>Das Modell ist auf Boden, den es nicht gesehen hat, nicht besser als bikubische Vergrößerung mit Projektion ({0} dB PSNR); länger oder mit mehr Bildern trainieren.</translation>
    </message>
    <message>
        <source>High must be one image for each low image ({0}), got {1}.</source>
        <translation>Feine Bilder müssen eines je grobes Bild sein ({0}), nicht {1}.</translation>
    </message>
    <message>
        <source>Ratio must be {0}, that of the initial model, got {1}.</source>
        <translation>Das Verhältnis muss {0} sein, das des Ausgangsmodells, nicht {1}.</translation>
    </message>
    <message>
        <source>{0} of {1} blocks of {2} x {3} low px are used, as the memory takes.</source>
        <translation>{0} von {1} Blöcken von {2} x {3} groben px werden verwendet, so viele der Speicher fasst.</translation>
    </message>
    <message>
        <source>The synthetic town has {0} x {1} px; wrote {2}.</source>
        <translation>Die synthetische Stadt hat {0} x {1} px; {2} geschrieben.</translation>
    </message>
    <message>
        <source>The synthetic town has {0} x {1} px and {2} buildings; wrote {3}.</source>
        <translation>Die synthetische Stadt hat {0} x {1} px und {2} Gebäude; {3} geschrieben.</translation>
    </message>
    <message>
        <source>Seed must be at least 0, got {0}.</source>
        <translation>Der Startwert muss mindestens 0 sein, nicht {0}.</translation>
    </message>
    <message>
        <source>Size must be 1 to {0} px, got {1} px.</source>
        <translation>Die Größe muss 1 bis {0} px sein, nicht {1} px.</translation>
    </message>
    <message>
        <source>Resolution must be 0.03 to 5 m, got {0} m.</source>
        <translation>Die Auflösung muss 0,03 bis 5 m sein, nicht {0} m.</translation>
    </message>
    <message>
        <source>The training needs squares of {0} x {1} px that two dates show by at least {2}; the series has none.</source>
        <translation>Das Training braucht Quadrate von {0} x {1} px, die zwei Zeitpunkte zu mindestens {2} zeigen; die Zeitreihe hat keines.</translation>
    </message>
    <message>
        <source>No pixel of the series is left for the training; check masks, area and nodata.</source>
        <translation>Kein Pixel der Zeitreihe bleibt für das Training; Masken, Gebiet und NoData prüfen.</translation>
    </message>
    <message>
        <source>No two images of the series show the same ground; a training needs two dates of it.</source>
        <translation>Keine zwei Bilder der Zeitreihe zeigen denselben Boden; ein Training braucht zwei Zeitpunkte davon.</translation>
    </message>
    <message>
        <source>Training on {0} dates of {1} blocks of ground.</source>
        <translation>Training auf {0} Zeitpunkten von {1} Blöcken des Bodens.</translation>
    </message>
    <message>
        <source>Base channels must be a multiple of 8, got {0}.</source>
        <translation>Die Basiskanäle des Netzes müssen ein Vielfaches von 8 sein, nicht {0}.</translation>
    </message>
    <message>
        <source>The network must be {0}, got '{1}'.</source>
        <translation>Das Netz muss {0} sein, nicht „{1}“.</translation>
    </message>
    <message>
        <source>The initial model needs {0} bands ({1}), the images have {2} ({3}); choose the bands in that order.</source>
        <translation>Das Ausgangsmodell braucht {0} Kanäle ({1}), die Bilder haben {2} ({3}); die Kanäle in dieser Reihenfolge wählen.</translation>
    </message>
    <message>
        <source>{0} of {1} blocks of ground are used, as the memory takes.</source>
        <translation>{0} von {1} Blöcken des Bodens werden verwendet, so viele der Speicher fasst.</translation>
    </message>
    <message>
        <source>No ground is held back from the training, so the report measures on ground that the network has seen.</source>
        <translation>Kein Boden wird vom Training zurückgehalten, daher misst der Bericht auf Boden, den das Netz gesehen hat.</translation>
    </message>
    <message>
        <source>The model gets no confidence, because the training images are in no file.</source>
        <translation>Das Modell erhält keine Konfidenz, weil die Trainingsbilder in keiner Datei sind.</translation>
    </message>
    <message>
        <source>The model gets no confidence, because the training images are too small: {0} cells of {1} px, at least {2} are needed.</source>
        <translation>Das Modell erhält keine Konfidenz, weil die Trainingsbilder zu klein sind: {0} Zellen von {1} px, mindestens {2} sind nötig.</translation>
    </message>
    <message>
        <source>Resumed after epoch {0} of {1}.</source>
        <translation>Nach Epoche {0} von {1} fortgesetzt.</translation>
    </message>
    <message>
        <source>There is no checkpoint to resume from; the training starts at the beginning.</source>
        <translation>Es gibt keinen Zwischenstand zum Fortsetzen; das Training beginnt von vorn.</translation>
    </message>
    <message>
        <source>Loss must be one of {0}, got {1}.</source>
        <translation>Der Verlust muss einer von {0} sein, nicht {1}.</translation>
    </message>
    <message>
        <source>The network 'multiunet' needs second images; train a 'unet' without.</source>
        <translation>Das Netz „multiunet“ braucht zweite Bilder; ohne sie ein „unet“ trainieren.</translation>
    </message>
    <message>
        <source>The network '{0}' takes no second images; train a 'unet' with them.</source>
        <translation>Das Netz „{0}“ nimmt keine zweiten Bilder; mit ihnen ein „unet“ trainieren.</translation>
    </message>
    <message>
        <source>Schedule must be one of {0}, got {1}.</source>
        <translation>Der Lernratenverlauf muss einer von {0} sein, nicht {1}.</translation>
    </message>
    <message>
        <source>Optimizer must be one of {0}, got {1}.</source>
        <translation>Der Optimierer muss einer von {0} sein, nicht {1}.</translation>
    </message>
    <message>
        <source>Learning rate must be above 0 and below 1, got {0}.</source>
        <translation>Die Lernrate muss über 0 und unter 1 sein, nicht {0}.</translation>
    </message>
    <message>
        <source>The training diverged in epoch {0}: {1}; choose a learning rate below {2}.</source>
        <translation>Das Training ist in Epoche {0} divergiert: {1}; eine Lernrate unter {2} wählen.</translation>
    </message>
    <message>
        <source>The checkpoint '{0}' was written by another version of EO Deep; train without resuming.</source>
        <translation>Der Zwischenstand „{0}“ wurde von einer anderen Version von EO Deep geschrieben; ohne Fortsetzen trainieren.</translation>
    </message>
    <message>
        <source>The checkpoint '{0}' comes from other data or settings; train without resuming.</source>
        <translation>Der Zwischenstand „{0}“ stammt von anderen Daten oder Einstellungen; ohne Fortsetzen trainieren.</translation>
    </message>
    <message>
        <source>Wrote '{0}'.</source>
        <translation>„{0}“ geschrieben.</translation>
    </message>
    <message>
        <source>Wrote {0}.</source>
        <translation>{0} geschrieben.</translation>
    </message>
    <message>
        <source>Method: {0}.</source>
        <translation>Methode: {0}.</translation>
    </message>
    <message>
        <source>{0}: OK in {1} s ({2})</source>
        <translation>{0}: in {1} s in Ordnung ({2})</translation>
    </message>
    <message>
        <source>Epoch {0} of {1}: loss {2}.</source>
        <translation>Epoche {0} von {1}: Verlust {2}.</translation>
    </message>
    <message>
        <source>Epoch {0} of {1}: loss {2}, {3} {4} on the validation data.</source>
        <translation>Epoche {0} von {1}: Verlust {2}, {3} {4} auf den Validierungsdaten.</translation>
    </message>
    <message>
        <source>The training up to epoch {0} of {1} is kept in '{2}'; run it again with 'Resume' to continue from there.</source>
        <translation>Das Training bis Epoche {0} von {1} bleibt in „{2}“; mit „Unterbrochenes Training fortsetzen“ erneut starten, um dort weiterzumachen.</translation>
    </message>
    <message>
        <source>Nothing was classified: every pixel is nodata or outside the area.</source>
        <translation>Nichts wurde klassifiziert: Jedes Pixel ist NoData oder außerhalb des Gebiets.</translation>
    </message>
    <message>
        <source>Nothing was written: every pixel is nodata or outside the area.</source>
        <translation>Nichts wurde geschrieben: Jedes Pixel ist NoData oder außerhalb des Gebiets.</translation>
    </message>
    <message>
        <source>Deepness has no models of patches; other software gives it patches of {0} px.</source>
        <translation>Deepness hat keine Modelle für Ausschnitte; andere Software gibt ihm Ausschnitte von {0} px.</translation>
    </message>
    <message>
        <source>Of '{0}' only the faithful image is written, not sharpness and errors.</source>
        <translation>Von „{0}“ wird nur das getreue Bild geschrieben, nicht Schärfe und Fehler.</translation>
    </message>
    <message>
        <source>The tile must be the model's patch of {0} px, got {1} px.</source>
        <translation>Die Kachel muss der Ausschnitt des Modells von {0} px sein, nicht {1} px.</translation>
    </message>
    <message>
        <source>The program '{0}' cannot be made an ONNX program: {1}.</source>
        <translation>Aus dem Programm „{0}“ kann kein ONNX-Programm erzeugt werden: {1}.</translation>
    </message>
    <message>
        <source>The file '{0}' of a network does not exist.</source>
        <translation>Die Datei „{0}“ eines Netzes ist nicht vorhanden.</translation>
    </message>
    <message>
        <source>The file of a network must hold 1 byte to {0} GB, '{1}' holds {2} bytes.</source>
        <translation>Die Datei eines Netzes muss 1 Byte bis {0} GB enthalten, „{1}“ enthält {2} Bytes.</translation>
    </message>
    <message>
        <source>The file '{0}' of a network cannot be read: {1}.</source>
        <translation>Die Datei „{0}“ eines Netzes kann nicht gelesen werden: {1}.</translation>
    </message>
    <message>
        <source>'{0}' holds more than {1} GB.</source>
        <translation>„{0}“ enthält mehr als {1} GB.</translation>
    </message>
    <message>
        <source>The program uses the operator {0}, which is not among those that can be imported.</source>
        <translation>Das Programm verwendet den Operator {0}, der nicht unter denen ist, die importiert werden können.</translation>
    </message>
    <message>
        <source>'{0}' is not a program of torch.export, or is damaged.</source>
        <translation>„{0}“ ist kein Programm von torch.export oder beschädigt.</translation>
    </message>
    <message>
        <source>'{0}' is not a program of torch.export as PyTorch 2.9 and later write it.</source>
        <translation>„{0}“ ist kein Programm von torch.export, wie PyTorch 2.9 und neuere es schreiben.</translation>
    </message>
    <message>
        <source>0: unlike the training images</source>
        <translation>0: anders als die Trainingsbilder</translation>
    </message>
    <message>
        <source>0.05: rare in training</source>
        <translation>0,05: im Training selten</translation>
    </message>
    <message>
        <source>1: typical</source>
        <translation>1: typisch</translation>
    </message>
    <message>
        <source>{0} ({1} standard deviations)</source>
        <translation>{0} ({1} Standardabweichungen)</translation>
    </message>
    <message>
        <source>{0} or more ({1} standard deviations)</source>
        <translation>{0} oder mehr ({1} Standardabweichungen)</translation>
    </message>
    <message>
        <source>1 standard deviation</source>
        <translation>1 Standardabweichung</translation>
    </message>
    <message>
        <source>3 or more</source>
        <translation>3 oder mehr</translation>
    </message>
    <message>
        <source>usual</source>
        <translation>üblich</translation>
    </message>
    <message>
        <source>suspect</source>
        <translation>verdächtig</translation>
    </message>
    <message>
        <source>highest</source>
        <translation>am höchsten</translation>
    </message>
    <message>
        <source>true positive</source>
        <translation>richtig positiv</translation>
    </message>
    <message>
        <source>false positive</source>
        <translation>falsch positiv</translation>
    </message>
    <message>
        <source>false negative</source>
        <translation>falsch negativ</translation>
    </message>
    <message>
        <source>true negative</source>
        <translation>richtig negativ</translation>
    </message>
    <message>
        <source>right</source>
        <translation>richtig</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>falsch</translation>
    </message>
    <message>
        <source>1: the same</source>
        <translation>1: dasselbe</translation>
    </message>
    <message>
        <source>The model needs {0} {1}: {2}; got {3}.</source>
        <translation>Das Modell braucht {0} {1}: {2}; nicht {3}.</translation>
    </message>
    <message>
        <source>{0} of {1} patches are less likely than 99 % of the training images; do not trust the classes.</source>
        <translation>{0} von {1} Ausschnitten sind weniger wahrscheinlich als 99 % der Trainingsbilder; den Klassen nicht trauen.</translation>
    </message>
    <message>
        <source>{0} of {1} patches are less likely than 99 % of the training images.</source>
        <translation>{0} von {1} Ausschnitten sind weniger wahrscheinlich als 99 % der Trainingsbilder.</translation>
    </message>
    <message>
        <source>The order of the bands may be another one: with the bands {0}, {1} of a sample of the patches would be likely.</source>
        <translation>Die Reihenfolge der Kanäle ist vielleicht eine andere: Mit den Kanälen {0} wären {1} einer Stichprobe der Ausschnitte wahrscheinlich.</translation>
    </message>
    <message>
        <source>The units of the values may be other ones: with the pixel values '{0}', {1} of a sample of the patches would be likely.</source>
        <translation>Die Einheiten der Werte sind vielleicht andere: Mit den Pixelwerten „{0}“ wären {1} einer Stichprobe der Ausschnitte wahrscheinlich.</translation>
    </message>
    <message>
        <source>Neither another order of bands nor other units of its values would make it likely: the image may come from another sensor, be stretched for display, or show an unknown season or landscape.</source>
        <translation>Weder eine andere Reihenfolge der Kanäle noch andere Einheiten der Werte würden es wahrscheinlich machen: Das Bild stammt vielleicht von einem anderen Sensor, ist zur Anzeige gestreckt oder zeigt eine unbekannte Jahreszeit oder Landschaft.</translation>
    </message>
    <message>
        <source>{0} regions below {1} m2 were merged into neighbouring regions.</source>
        <translation>{0} Regionen unter {1} m2 wurden mit benachbarten Regionen vereinigt.</translation>
    </message>
    <message>
        <source>{0} regions below {1} m2 without neighbours were left out.</source>
        <translation>{0} Regionen unter {1} m2 ohne Nachbarn wurden ausgelassen.</translation>
    </message>
    <message>
        <source>{0} holes below {1} m2 were filled.</source>
        <translation>{0} Löcher unter {1} m2 wurden gefüllt.</translation>
    </message>
    <message>
        <source>'{0}' is read as a class map: each stored number is a class, the band's scale is ignored.</source>
        <translation>„{0}“ wird als Klassenkarte gelesen: Jede gespeicherte Zahl ist eine Klasse, die Skalierung des Kanals wird nicht beachtet.</translation>
    </message>
    <message>
        <source>'{0}' is read as a class map: each whole number is a class.</source>
        <translation>„{0}“ wird als Klassenkarte gelesen: Jede ganze Zahl ist eine Klasse.</translation>
    </message>
    <message>
        <source>'{0}' is read as probabilities, of which {1} means 1; the maximum is {2}.</source>
        <translation>„{0}“ wird als Wahrscheinlichkeiten gelesen, von denen {1} 1 bedeutet; das Maximum ist {2}.</translation>
    </message>
    <message>
        <source>{0} of {1} {2} polygons are smaller than a pixel{3} and contain no pixel centre, so they do not count; use a finer resolution or image.</source>
        <translation>{0} von {1} {2} Polygonen sind kleiner als ein Pixel{3} und enthalten keine Pixelmitte, daher zählen sie nicht; eine feinere Auflösung oder ein feineres Bild verwenden.</translation>
    </message>
    <message>
        <source>Training in {0} processes.</source>
        <translation>Training in {0} Prozessen.</translation>
    </message>
    <message>
        <source>Process {0} of {1} of the training was killed, probably because the memory was full.</source>
        <translation>Prozess {0} von {1} des Trainings wurde abgebrochen, wahrscheinlich weil der Arbeitsspeicher voll war.</translation>
    </message>
    <message>
        <source>The processes of the training lost each other.</source>
        <translation>Die Prozesse des Trainings haben einander verloren.</translation>
    </message>
    <message>
        <source>There is one NVIDIA GPU, so the device 'gpus' is the same as 'auto'.</source>
        <translation>Es gibt nur eine NVIDIA-GPU, daher bedeutet der Prozessor „gpus“ dasselbe wie „auto“.</translation>
    </message>
    <message>
        <source>There is no NVIDIA GPU that torch can use, so the device 'gpus' is the same as 'auto'.</source>
        <translation>Es gibt keine NVIDIA-GPU, die torch nutzen kann, daher bedeutet der Prozessor „gpus“ dasselbe wie „auto“.</translation>
    </message>
    <message>
        <source>Batch size must be at least {0}, the number of processes, got {1}.</source>
        <translation>Die Batch-Größe muss mindestens {0} sein, die Anzahl der Prozesse, nicht {1}.</translation>
    </message>
    <message>
        <source>The number of processes in 'cluster' must be 1 to {0}, as many as there are cores, got '{1}'.</source>
        <translation>Die Anzahl der Prozesse in „cluster“ muss 1 bis {0} sein, höchstens so viele wie Prozessorkerne, nicht „{1}“.</translation>
    </message>
    <message>
        <source>'cluster' must be local:N, gpus, the address of a Dask scheduler (tcp://host:port, tls://host:port) or a scheduler file, got '{0}'.</source>
        <translation>„cluster“ muss local:N, gpus, die Adresse eines Dask-Schedulers (tcp://host:port, tls://host:port) oder eine Scheduler-Datei sein, nicht „{0}“.</translation>
    </message>
    <message>
        <source>The parameter 'cluster' needs the package '{0}' in the engine's environment; add it with 'Set up the engine' in QGIS, or with 'python -m pip install dask distributed cryptography'.</source>
        <translation>Der Parameter „cluster“ braucht das Paket „{0}“ in der Umgebung des Rechenkerns; mit „Rechenkern einrichten“ in QGIS hinzufügen oder mit „python -m pip install dask distributed cryptography“.</translation>
    </message>
    <message>
        <source>No Dask scheduler answers at '{0}'; check the address, and that it is running.</source>
        <translation>Kein Dask-Scheduler antwortet unter „{0}“; die Adresse prüfen, und ob er läuft.</translation>
    </message>
    <message>
        <source>The cluster '{0}' has no workers; start some with 'dask worker'.</source>
        <translation>Der Rechencluster „{0}“ hat keine Worker; mit „dask worker“ welche starten.</translation>
    </message>
    <message>
        <source>The cluster '{0}' has no workers any more.</source>
        <translation>Der Rechencluster „{0}“ hat keine Worker mehr.</translation>
    </message>
    <message>
        <source>The scheduler of the cluster '{0}' does not answer any more.</source>
        <translation>Der Scheduler des Rechenclusters „{0}“ antwortet nicht mehr.</translation>
    </message>
    <message>
        <source>'{0}' is no scheduler file, as 'dask scheduler --scheduler-file' writes it.</source>
        <translation>„{0}“ ist keine Scheduler-Datei, wie „dask scheduler --scheduler-file“ sie schreibt.</translation>
    </message>
    <message>
        <source>The cluster 'gpus' needs an NVIDIA GPU, and torch sees none on this computer.</source>
        <translation>Der Rechencluster „gpus“ braucht eine NVIDIA-GPU, und torch sieht auf diesem Computer keine.</translation>
    </message>
    <message>
        <source>'device' must be auto or cuda where 'cluster' is gpus, got '{0}'.</source>
        <translation>„device“ muss auto oder cuda sein, wenn „cluster“ gpus ist, nicht „{0}“.</translation>
    </message>
    <message>
        <source>{0} workers of the cluster '{1}' make the parts.</source>
        <translation>{0} Worker des Rechenclusters „{1}“ erzeugen die Teile.</translation>
    </message>
    <message>
        <source>One worker of the cluster '{0}' makes the parts.</source>
        <translation>Ein Worker des Rechenclusters „{0}“ erzeugt die Teile.</translation>
    </message>
    <message>
        <source>The cluster had nothing to do: the image is one tile, or all parts were done already.</source>
        <translation>Der Rechencluster hatte nichts zu tun: Das Bild ist eine einzige Kachel, oder alle Teile waren schon fertig.</translation>
    </message>
    <message>
        <source>The cluster '{0}' is not used, because the result is not made in parts.</source>
        <translation>Der Rechencluster „{0}“ wird nicht verwendet, denn das Ergebnis entsteht nicht in Teilen.</translation>
    </message>
    <message>
        <source>'{0}', where the parts of '{1}' go, is not a writable folder.</source>
        <translation>„{0}“, wohin die Teile von „{1}“ kommen, ist kein beschreibbarer Ordner.</translation>
    </message>
    <message>
        <source>The output '{0}' must end in .vrt, because its parts are kept.</source>
        <translation>Die Ausgabe „{0}“ muss auf .vrt enden, weil ihre Teile behalten werden.</translation>
    </message>
    <message>
        <source>The parts in '{0}' are of another job: {1}; choose another output, or remove the folder.</source>
        <translation>Die Teile in „{0}“ gehören zu einem anderen Auftrag: {1}; wählen Sie eine andere Ausgabe oder löschen Sie den Ordner.</translation>
    </message>
    <message>
        <source>{0} of {1} parts in '{2}' are done already.</source>
        <translation>{0} von {1} Teilen in „{2}“ sind schon fertig.</translation>
    </message>
    <message>
        <source>{0} of {1} parts were not made.</source>
        <translation>{0} von {1} Teilen wurden nicht erstellt.</translation>
    </message>
    <message>
        <source>Only a model for prompts has a decoder; leave it out for {0}.</source>
        <translation>Nur ein Modell für Punkte und Rechtecke hat einen Decoder; lassen Sie ihn für {0} weg.</translation>
    </message>
    <message>
        <source>A model for prompts is made of two files, an encoder and a decoder: give both.</source>
        <translation>Ein Modell für Punkte und Rechtecke besteht aus zwei Dateien, einem Encoder und einem Decoder: geben Sie beide an.</translation>
    </message>
    <message>
        <source>An encoder and a decoder must be ONNX files, '{0}' is a program of torch.export.</source>
        <translation>Encoder und Decoder müssen ONNX-Dateien sein, „{0}“ ist ein Programm von torch.export.</translation>
    </message>
    <message>
        <source>What points or boxes mark is of one class, got the names {0}.</source>
        <translation>Was Punkte oder Rechtecke bezeichnen, ist von einer Klasse; angegeben sind die Namen {0}.</translation>
    </message>
    <message>
        <source>'{0}' only outlines what is marked: give points or boxes.</source>
        <translation>„{0}“ umreißt nur, was bezeichnet ist: geben Sie Punkte oder Rechtecke an.</translation>
    </message>
    <message>
        <source>The {0} must be 0 to 1, got {1}.</source>
        <translation>Der Wert „{0}“ muss 0 bis 1 sein, er ist {1}.</translation>
    </message>
    <message>
        <source>{0} of {1} {2} on the image have no object of their own.</source>
        <translation>{0} von {1} {2} auf dem Bild haben kein eigenes Objekt.</translation>
    </message>
    <message>
        <source>{0} objects reach the edge of what the model sees at once; they may be cut there.</source>
        <translation>{0} Objekte reichen bis zum Rand dessen, was das Modell auf einmal sieht; sie können dort abgeschnitten sein.</translation>
    </message>
    <message>
        <source>No {0} lies near the area '{1}'.</source>
        <translation>Nichts ({0}) liegt nahe dem Gebiet „{1}“.</translation>
    </message>
    <message>
        <source>No {0} of '{1}' lies on the image; check the layer's CRS and place.</source>
        <translation>Nichts ({0}) von „{1}“ liegt auf dem Bild; prüfen Sie KBS und Lage des Layers.</translation>
    </message>
    <message>
        <source>{0} of {1} {2} in '{3}' lie beyond the image.</source>
        <translation>{0} von {1} {2} in „{3}“ liegen außerhalb des Bildes.</translation>
    </message>
    <message>
        <source>The model sees {0} x {1} px at a time, {2}.</source>
        <translation>Das Modell sieht {0} x {1} px auf einmal, {2}.</translation>
    </message>
    <message>
        <source>No {0} lies in the view, the box around the area.</source>
        <translation>Nichts ({0}) liegt in der Ansicht, dem Rechteck um das Gebiet.</translation>
    </message>
    <message>
        <source>The view holds no pixels: all are nodata.</source>
        <translation>Die Ansicht enthält keine Pixel: alle sind ohne Daten.</translation>
    </message>
    <message>
        <source>The cluster '{0}' needs certificates; state them in Dask's configuration (distributed.comm.tls).</source>
        <translation>Der Rechencluster „{0}“ braucht Zertifikate; geben Sie sie in der Konfiguration von Dask an (distributed.comm.tls).</translation>
    </message>
    <message>
        <source>The worker {0} lacks a part of EO Deep ({1}); install the same version there.</source>
        <translation>Dem Arbeitsprozess {0} fehlt ein Teil von EO Deep ({1}); installieren Sie dort dieselbe Version.</translation>
    </message>
    <message>
        <source>{0} failed: the processes that worked at it ended, probably because the memory was full.</source>
        <translation>{0} ist fehlgeschlagen: die Prozesse, die daran arbeiteten, endeten, wohl weil der Speicher voll war.</translation>
    </message>
    <message>
        <source>The workers have different processors ({0}): the last digits of values may differ from part to part.</source>
        <translation>Die Rechner haben verschiedene Prozessoren ({0}): die letzten Stellen der Werte können sich von Teil zu Teil unterscheiden.</translation>
    </message>
    <message>
        <source>'{0}' runs in one process, and {1} were started; start it without torchrun.</source>
        <translation>„{0}“ läuft in einem Prozess, gestartet wurden {1}; starten Sie es ohne torchrun.</translation>
    </message>
    <message>
        <source>Device 'gpus' needs NCCL, which this build of torch lacks; choose one GPU, such as cuda:1.</source>
        <translation>Das Gerät „gpus“ braucht NCCL, das diesem torch fehlt; wählen Sie eine GPU, etwa cuda:1.</translation>
    </message>
    <message>
        <source>Device '{0}' is one device, and {1} processes were started; choose gpus or cpu.</source>
        <translation>Das Gerät „{0}“ ist eines, gestartet wurden {1} Prozesse; wählen Sie gpus oder cpu.</translation>
    </message>
    <message>
        <source>{0} processes or more were started on a machine where torch sees {1} GPUs; start one for each GPU.</source>
        <translation>{0} Prozesse oder mehr wurden auf einem Rechner gestartet, wo torch {1} GPUs sieht; starten Sie einen für jede GPU.</translation>
    </message>
    <message>
        <source>Device cpu:N must have a number of processes from 1 to {0}, got '{1}'.</source>
        <translation>In cpu:N muss die Zahl der Prozesse 1 bis {0} sein, angegeben ist „{1}“.</translation>
    </message>
    <message>
        <source>The {0} processes of the training did not meet at {1}: {2}.</source>
        <translation>Die {0} Prozesse des Trainings haben sich bei {1} nicht getroffen: {2}.</translation>
    </message>
    <message>
        <source>Device '{0}' is for trainings of networks; choose auto, cpu, cuda, cuda:N or mps.</source>
        <translation>Das Gerät „{0}“ ist für das Training von Netzen; wählen Sie auto, cpu, cuda, cuda:N oder mps.</translation>
    </message>
    <message>
        <source>The processes of the training have other settings, data or versions; start all with the same arguments and the same EO Deep and torch.</source>
        <translation>Die Prozesse des Trainings haben andere Einstellungen, Daten oder Versionen; starten Sie alle mit denselben Argumenten und demselben EO Deep und torch.</translation>
    </message>
    <message>
        <source>Another process of the training has ended; its own message says why.</source>
        <translation>Ein anderer Prozess des Trainings hat geendet; seine eigene Meldung sagt, warum.</translation>
    </message>
    <message>
        <source>{0} are nodata, because the model's output is not finite there: {1}.</source>
        <translation>{0} sind ohne Daten, weil die Ausgabe des Modells dort nicht endlich ist: {1}.</translation>
    </message>
</context>
</TS>
