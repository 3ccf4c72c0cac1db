<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name>EODeep</name>
    <message>
        <source>Align vectors</source>
        <translation>Aligner des vecteurs</translation>
    </message>
    <message>
        <source>Buildings and maps</source>
        <translation>Bâtiments et cartes</translation>
    </message>
    <message>
        <source>Move the objects of a map, such as OpenStreetMap buildings, to their true position on an image.</source>
        <translation>Déplacer les objets d'une carte, par exemple les bâtiments d'OpenStreetMap, à leur vraie position sur une image.</translation>
    </message>
    <message>
        <source>Each object is matched with the image within the maximum shift. Neighbours get similar shifts, because map errors are usually alike nearby. Shapes, attributes, holes and shared edges are kept. New fields give the shift, its confidence, and whether the object was found on the image. Objects that are not found follow their neighbours where these agree. Objects that are hidden by clouds or lie outside the image stay where they are. Images can be of any size and in any CRS.</source>
        <translation>Chaque objet est apparié avec l'image dans la limite du décalage maximal. Les voisins reçoivent des décalages semblables, car les erreurs d'une carte se ressemblent en général d'un lieu au lieu voisin. Formes, attributs, trous et bords partagés sont conservés. De nouveaux champs donnent le décalage, sa confiance, et si l'objet a été trouvé sur l'image. Les objets qui ne sont pas trouvés suivent leurs voisins lorsque ceux-ci concordent. Les objets cachés par des nuages ou situés hors de l'image restent où ils sont. Les images peuvent être de toute taille et dans tout SCR.</translation>
    </message>
    <message>
        <source>register</source>
        <translation>recaler</translation>
    </message>
    <message>
        <source>shift</source>
        <translation>décalage</translation>
    </message>
    <message>
        <source>offset</source>
        <translation>déplacement</translation>
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
        <translation>cadastre</translation>
    </message>
    <message>
        <source>buildings</source>
        <translation>bâtiments</translation>
    </message>
    <message>
        <source>conflation</source>
        <translation>appariement</translation>
    </message>
    <message>
        <source>snap</source>
        <translation>accrocher</translation>
    </message>
    <message>
        <source>georeference</source>
        <translation>géoréférencer</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Image</translation>
    </message>
    <message>
        <source>An aerial or satellite image with red, green and blue bands and a resolution of 0.07 to 1 m.</source>
        <translation>Une image aérienne ou satellite avec des bandes rouge, verte et bleue et une résolution de 0,07 à 1 m.</translation>
    </message>
    <message>
        <source>Vectors</source>
        <translation>Vecteurs</translation>
    </message>
    <message>
        <source>The polygons or lines to align. They can be in any CRS; the result has the same CRS.</source>
        <translation>Les polygones ou lignes à aligner. Ils peuvent être dans tout SCR ; le résultat a le même SCR.</translation>
    </message>
    <message>
        <source>Model (default: bundled)</source>
        <translation>Modèle (par défaut : fourni)</translation>
    </message>
    <message>
        <source>For the method 'learned', an alignment model; for 'correlation', a segmentation model with a building class. Default: the bundled model for the method.</source>
        <translation>Pour la méthode « learned », un modèle d'alignement ; pour « correlation », un modèle de segmentation qui a une classe bâtiment. Par défaut : le modèle fourni pour la méthode.</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Méthode</translation>
    </message>
    <message>
        <source>'learned' uses a network that was trained to match maps with images. 'correlation' needs only a segmentation model: it moves each polygon to where it covers most of the pixels classified as building.</source>
        <translation>« learned » utilise un réseau entraîné à apparier des cartes et des images. « correlation » n'a besoin que d'un modèle de segmentation : chaque polygone est déplacé là où il couvre le plus de pixels classés comme bâtiment.</translation>
    </message>
    <message>
        <source>learned</source>
        <translation>appris</translation>
    </message>
    <message>
        <source>correlation</source>
        <translation>corrélation</translation>
    </message>
    <message>
        <source>Rigidity</source>
        <translation>Rigidité</translation>
    </message>
    <message>
        <source>'object' moves each object as a whole, and rotates it where the image shows the rotation clearly; angles and lengths are kept. 'vertex' also moves the vertices of polygons to nearby edges on the image, for distorted maps.</source>
        <translation>« object » déplace chaque objet d'un bloc, et le tourne là où l'image montre clairement la rotation ; angles et longueurs sont conservés. « vertex » déplace aussi les sommets des polygones vers les contours proches sur l'image, pour les cartes déformées.</translation>
    </message>
    <message>
        <source>object</source>
        <translation>objet</translation>
    </message>
    <message>
        <source>vertex</source>
        <translation>sommet</translation>
    </message>
    <message>
        <source>Maximum shift (m)</source>
        <translation>Décalage maximal (m)</translation>
    </message>
    <message>
        <source>Maximum distance between an object and its true position. Objects farther away are not found. Larger values take longer and cause more false matches.</source>
        <translation>Distance maximale entre un objet et sa vraie position. Les objets plus éloignés ne sont pas trouvés. Des valeurs plus grandes demandent plus de temps et causent plus de faux appariements.</translation>
    </message>
    <message>
        <source>Smoothness</source>
        <translation>Lissage</translation>
    </message>
    <message>
        <source>How strongly neighbouring objects are given similar shifts: 0 = each object alone, 1 = as calibrated in training, 2 = twice as strongly.</source>
        <translation>À quel point les objets voisins reçoivent des décalages semblables : 0 = chaque objet seul, 1 = comme calibré à l'entraînement, 2 = deux fois plus.</translation>
    </message>
    <message>
        <source>Objects not found</source>
        <translation>Objets non trouvés</translation>
    </message>
    <message>
        <source>What happens to objects that are not found on the image. 'follow' moves an object by the mean shift of its neighbours, if most of them have similar shifts (to 1.8 m); its status is 'follows neighbours' and its confidence is 0.5 at most. 'stay' leaves it where it is. With a smoothness of 0, objects stay.</source>
        <translation>Ce que deviennent les objets qui ne sont pas trouvés sur l'image. « follow » déplace un objet du décalage moyen de ses voisins, si la plupart ont des décalages semblables (à 1,8 m près) ; son statut est « follows neighbours » et sa confiance est de 0,5 au maximum. « stay » le laisse où il est. Avec un lissage de 0, les objets restent où ils sont.</translation>
    </message>
    <message>
        <source>follow</source>
        <translation>suivre les voisins</translation>
    </message>
    <message>
        <source>stay</source>
        <translation>laisser en place</translation>
    </message>
    <message>
        <source>Bands (in the model's order)</source>
        <translation>Bandes (dans l'ordre du modèle)</translation>
    </message>
    <message>
        <source>The bands of the image that correspond to those of the model, in the model's order. Default: bands are matched by name; an image without band names must have as many bands as the model.</source>
        <translation>Les bandes de l'image qui correspondent à celles du modèle, dans l'ordre du modèle. Par défaut : les bandes sont associées par leur nom ; une image sans noms de bandes doit avoir autant de bandes que le modèle.</translation>
    </message>
    <message>
        <source>Resample to the model's resolution</source>
        <translation>Rééchantillonner à la résolution du modèle</translation>
    </message>
    <message>
        <source>Resamples an image that is finer or coarser than the training images to the model's resolution. Objects then have the size in pixels that the network was trained with.</source>
        <translation>Rééchantillonne à la résolution du modèle une image plus fine ou plus grossière que les images d'entraînement. Les objets ont alors la taille en pixels avec laquelle le réseau a été entraîné.</translation>
    </message>
    <message>
        <source>Pixel size of an image without CRS (m)</source>
        <translation>Taille de pixel d'une image sans SCR (m)</translation>
    </message>
    <message>
        <source>The pixel size on the ground of an image without CRS, which is needed to resample it to the model's resolution. Default: an image without CRS is not resampled.</source>
        <translation>La taille de pixel au sol d'une image sans SCR, nécessaire pour la rééchantillonner à la résolution du modèle. Par défaut : une image sans SCR n'est pas rééchantillonnée.</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Processeur</translation>
    </message>
    <message>
        <source>The processor that runs the network. 'auto' takes the one chosen in the options (Processing &gt; Providers &gt; EO Deep), else the best one available, 'cuda' an NVIDIA GPU ('cuda:1' the second one), 'mps' an Apple GPU. Only 'auto' without a chosen one falls back to the CPU; any other device must be available.</source>
        <translation>Le processeur qui exécute le réseau. « auto » prend celui qui est choisi dans les options (Traitement &gt; Fournisseurs de services &gt; EO Deep), sinon le meilleur disponible, « cuda » un GPU NVIDIA (« cuda:1 » le deuxième), « mps » un GPU Apple. Seul « auto » sans choix dans les options se rabat sur le CPU ; tout autre processeur doit être disponible.</translation>
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
        <translation>Vecteurs alignés</translation>
    </message>
    <message>
        <source>The same features and fields, with the shift to the east (dx_m), to the north (dy_m) and its length (shift_m), the rotation (turn_deg, counterclockwise), the probability that the object now lies within 0.6 m of its true position (confidence, 0 to 1), and the result (status: aligned, unchanged, follows neighbours, not found in image).</source>
        <translation>Les mêmes entités et champs, avec le décalage vers l'est (dx_m), vers le nord (dy_m) et sa longueur (shift_m), la rotation (turn_deg, sens antihoraire), la probabilité que l'objet se trouve désormais à moins de 0,6 m de sa vraie position (confidence, 0 à 1), et le résultat (status : aligned, unchanged, follows neighbours, not found in image).</translation>
    </message>
    <message>
        <source>Displacement</source>
        <translation>Champ de déplacement</translation>
    </message>
    <message>
        <source>A GeoTIFF with cells of about 3 m: the shifts to the east and to the north that correct the map at each place (m), and their variance (m²).</source>
        <translation>Un GeoTIFF avec des cellules d'environ 3 m : les décalages vers l'est et vers le nord qui corrigent la carte en chaque lieu (m), et leur variance (m²).</translation>
    </message>
    <message>
        <source>Alignment report</source>
        <translation>Rapport d'alignement</translation>
    </message>
    <message>
        <source>An HTML page with a summary of the shifts, a map of arrows, and examples on the image.</source>
        <translation>Une page HTML avec un résumé des décalages, une carte de flèches et des exemples sur l'image.</translation>
    </message>
    <message>
        <source>HTML files</source>
        <translation>Fichiers HTML</translation>
    </message>
    <message>
        <source>Aligned objects</source>
        <translation>Objets alignés</translation>
    </message>
    <message>
        <source>Number of objects that were moved.</source>
        <translation>Nombre d'objets déplacés.</translation>
    </message>
    <message>
        <source>Unchanged objects</source>
        <translation>Objets inchangés</translation>
    </message>
    <message>
        <source>Number of objects that already lie at their true position.</source>
        <translation>Nombre d'objets déjà à leur vraie position.</translation>
    </message>
    <message>
        <source>Objects that follow neighbours</source>
        <translation>Objets qui suivent leurs voisins</translation>
    </message>
    <message>
        <source>Number of objects that were not found on the image and were moved with their neighbours.</source>
        <translation>Nombre d'objets qui n'ont pas été trouvés sur l'image et ont été déplacés avec leurs voisins.</translation>
    </message>
    <message>
        <source>Number of objects that were not found on the image within the maximum shift, and stay where they are.</source>
        <translation>Nombre d'objets qui n'ont pas été trouvés sur l'image dans la limite du décalage maximal, et restent où ils sont.</translation>
    </message>
    <message>
        <source>Median shift (m)</source>
        <translation>Décalage médian (m)</translation>
    </message>
    <message>
        <source>Median shift of the aligned objects.</source>
        <translation>Décalage médian des objets alignés.</translation>
    </message>
    <message>
        <source>Assess accuracy</source>
        <translation>Évaluer l'exactitude</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Exactitude</translation>
    </message>
    <message>
        <source>Compare a class map or polygons with reference data.</source>
        <translation>Comparer une carte de classes ou des polygones avec des données de référence.</translation>
    </message>
    <message>
        <source>Counts the pixels of every pair of classes and computes the usual measures: overall accuracy, kappa, and for each class precision, recall, F-score and intersection over union (IoU). Polygons are also matched one to one: as many pairs as possible with an IoU of at least 0.5 (maximum matching, as in Compare polygons). Layers in different CRSs are reprojected. Classes are the same if they have the same name in the legends or in the class field. If a class has no name, the class number is compared; masks of 0 and 255 are the same as masks of 0 and 1. Pixels that are nodata in either layer do not count.</source>
        <translation>Compte les pixels de chaque paire de classes et calcule les mesures usuelles : exactitude globale, kappa et, pour chaque classe, précision, rappel, F-score et intersection sur union (IoU). Les polygones sont en outre appariés un à un : autant de paires que possible avec un IoU d'au moins 0,5 (couplage maximal, comme dans « Comparer des polygones »). Les couches de SCR différents sont reprojetées. Les classes sont les mêmes si elles ont le même nom dans les légendes ou dans le champ de classe. Si une classe n'a pas de nom, c'est son numéro qui est comparé ; les masques de 0 et 255 équivalent aux masques de 0 et 1. Les pixels qui sont nodata dans l'une des couches ne comptent pas.</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>validation</translation>
    </message>
    <message>
        <source>confusion matrix</source>
        <translation>matrice de confusion</translation>
    </message>
    <message>
        <source>iou</source>
        <translation>iou</translation>
    </message>
    <message>
        <source>kappa</source>
        <translation>kappa</translation>
    </message>
    <message>
        <source>f1</source>
        <translation>f1</translation>
    </message>
    <message>
        <source>precision</source>
        <translation>précision</translation>
    </message>
    <message>
        <source>recall</source>
        <translation>rappel</translation>
    </message>
    <message>
        <source>error</source>
        <translation>erreur</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>Prédiction</translation>
    </message>
    <message>
        <source>The map to assess: a class raster or polygons.</source>
        <translation>La carte à évaluer : un raster de classes ou des polygones.</translation>
    </message>
    <message>
        <source>Reference data</source>
        <translation>Données de référence</translation>
    </message>
    <message>
        <source>The reference data: a class raster or polygons.</source>
        <translation>Les données de référence : un raster de classes ou des polygones.</translation>
    </message>
    <message>
        <source>Class field</source>
        <translation>Champ de classe</translation>
    </message>
    <message>
        <source>The field of the reference polygons with the class. Default: all polygons are one class, and everything else is background.</source>
        <translation>Le champ des polygones de référence qui contient la classe. Par défaut : tous les polygones forment une classe, et tout le reste est le fond.</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Zone</translation>
    </message>
    <message>
        <source>Only pixels inside these polygons (in any CRS) count. Default: all pixels.</source>
        <translation>Seuls comptent les pixels à l'intérieur de ces polygones (dans tout SCR). Par défaut : tous les pixels.</translation>
    </message>
    <message>
        <source>Error map</source>
        <translation>Carte des erreurs</translation>
    </message>
    <message>
        <source>A GeoTIFF of true positives, false positives and false negatives. Where only polygons are compared, it is nodata far from all polygons.</source>
        <translation>Un GeoTIFF des vrais positifs, faux positifs et faux négatifs. Si seuls des polygones sont comparés, il est nodata loin de tout polygone.</translation>
    </message>
    <message>
        <source>Accuracy report</source>
        <translation>Rapport d'exactitude</translation>
    </message>
    <message>
        <source>An HTML page with the confusion matrix and all measures, overall and for each class.</source>
        <translation>Une page HTML avec la matrice de confusion et toutes les mesures, globales et par classe.</translation>
    </message>
    <message>
        <source>Overall accuracy (0 to 1)</source>
        <translation>Exactitude globale (0 à 1)</translation>
    </message>
    <message>
        <source>Share of the pixels with the correct class.</source>
        <translation>Part des pixels dont la classe est correcte.</translation>
    </message>
    <message>
        <source>Kappa</source>
        <translation>Kappa</translation>
    </message>
    <message>
        <source>Agreement beyond chance; 1 is perfect.</source>
        <translation>Accord au-delà du hasard ; 1 est parfait.</translation>
    </message>
    <message>
        <source>Mean IoU (0 to 1)</source>
        <translation>IoU moyen (0 à 1)</translation>
    </message>
    <message>
        <source>Intersection over union, mean of the classes.</source>
        <translation>Intersection sur union, moyenne des classes.</translation>
    </message>
    <message>
        <source>IoU (0 to 1)</source>
        <translation>IoU (0 à 1)</translation>
    </message>
    <message>
        <source>Intersection over union of the foreground class; only for two classes.</source>
        <translation>Intersection sur union de la classe de premier plan ; seulement pour deux classes.</translation>
    </message>
    <message>
        <source>Precision (0 to 1)</source>
        <translation>Précision (0 à 1)</translation>
    </message>
    <message>
        <source>Share of the predicted foreground that is correct; only for two classes.</source>
        <translation>Part correcte du premier plan prédit ; seulement pour deux classes.</translation>
    </message>
    <message>
        <source>Recall (0 to 1)</source>
        <translation>Rappel (0 à 1)</translation>
    </message>
    <message>
        <source>Share of the reference foreground that is found; only for two classes.</source>
        <translation>Part du premier plan de référence qui est trouvée ; seulement pour deux classes.</translation>
    </message>
    <message>
        <source>F-score (0 to 1)</source>
        <translation>F-score (0 à 1)</translation>
    </message>
    <message>
        <source>Harmonic mean of precision and recall; only for two classes.</source>
        <translation>Moyenne harmonique de la précision et du rappel ; seulement pour deux classes.</translation>
    </message>
    <message>
        <source>Object precision (0 to 1)</source>
        <translation>Précision des objets (0 à 1)</translation>
    </message>
    <message>
        <source>Share of the predicted polygons that match a reference polygon.</source>
        <translation>Part des polygones prédits appariés à un polygone de référence.</translation>
    </message>
    <message>
        <source>Object recall (0 to 1)</source>
        <translation>Rappel des objets (0 à 1)</translation>
    </message>
    <message>
        <source>Share of the reference polygons that match a predicted polygon.</source>
        <translation>Part des polygones de référence appariés à un polygone prédit.</translation>
    </message>
    <message>
        <source>Object F-score (0 to 1)</source>
        <translation>F-score des objets (0 à 1)</translation>
    </message>
    <message>
        <source>Harmonic mean of object precision and object recall; only for polygons.</source>
        <translation>Moyenne harmonique de la précision et du rappel des objets ; seulement pour les polygones.</translation>
    </message>
    <message>
        <source>Assess alignment</source>
        <translation>Évaluer l'alignement</translation>
    </message>
    <message>
        <source>Measure how far objects lie from their true position, and whether their shape was kept.</source>
        <translation>Mesurer à quelle distance de leur vraie position se trouvent les objets, et si leur forme a été conservée.</translation>
    </message>
    <message>
        <source>The objects of a layer are compared with the same objects in reference data: vertex by vertex and object by object, in metres on the ground. Use it before an alignment to measure the errors of a map, and after it to measure the improvement. If there is a field 'confidence', the report also shows whether the confidence is calibrated.</source>
        <translation>Les objets d'une couche sont comparés avec les mêmes objets des données de référence : sommet par sommet et objet par objet, en mètres au sol. À utiliser avant un alignement pour mesurer les erreurs d'une carte, et après pour mesurer l'amélioration. S'il y a un champ « confidence », le rapport montre aussi si la confiance est calibrée.</translation>
    </message>
    <message>
        <source>registration</source>
        <translation>recalage</translation>
    </message>
    <message>
        <source>georeferencing</source>
        <translation>géoréférencement</translation>
    </message>
    <message>
        <source>displacement</source>
        <translation>déplacement</translation>
    </message>
    <message>
        <source>The polygons or lines to assess. If there is a field confidence (0 to 1), it is compared with the distances. If there is a field status, the report shows each status separately.</source>
        <translation>Les polygones ou lignes à évaluer. S'il y a un champ confidence (0 à 1), il est comparé avec les distances. S'il y a un champ status, le rapport montre chaque statut séparément.</translation>
    </message>
    <message>
        <source>The same objects at their true position, in any CRS.</source>
        <translation>Les mêmes objets à leur vraie position, dans tout SCR.</translation>
    </message>
    <message>
        <source>ID field</source>
        <translation>Champ d'identifiant</translation>
    </message>
    <message>
        <source>The field of both layers that identifies the objects. Default: the polygons that overlap most are taken as the same object; small polygons that lie far from their true position are then left out.</source>
        <translation>Le champ des deux couches qui identifie les objets. Par défaut : les polygones qui se recouvrent le plus sont considérés comme le même objet ; les petits polygones loin de leur vraie position sont alors laissés de côté.</translation>
    </message>
    <message>
        <source>Confidence radius (m)</source>
        <translation>Rayon de confiance (m)</translation>
    </message>
    <message>
        <source>An object is correct if it lies within this distance of its true position. A confidence of 0.8 should be correct for 80 % of the objects. The confidence of 'Align vectors' is about 0.6 m.</source>
        <translation>Un objet est correct s'il se trouve à moins de cette distance de sa vraie position. Une confiance de 0,8 devrait être juste pour 80 % des objets. La confiance d'« Aligner des vecteurs » porte sur 0,6 m.</translation>
    </message>
    <message>
        <source>Assessment report</source>
        <translation>Rapport d'évaluation</translation>
    </message>
    <message>
        <source>An HTML page with curves, tables, the remaining offset, a map of the errors and the worst objects.</source>
        <translation>Une page HTML avec des courbes, des tableaux, le décalage restant, une carte des erreurs et les pires objets.</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>Paires</translation>
    </message>
    <message>
        <source>Number of objects that are in both layers.</source>
        <translation>Nombre d'objets présents dans les deux couches.</translation>
    </message>
    <message>
        <source>Unmatched objects</source>
        <translation>Objets non appariés</translation>
    </message>
    <message>
        <source>Number of objects that are missing in the reference data.</source>
        <translation>Nombre d'objets absents des données de référence.</translation>
    </message>
    <message>
        <source>Unmatched reference objects</source>
        <translation>Objets de référence non appariés</translation>
    </message>
    <message>
        <source>Number of reference objects that are missing in the vectors.</source>
        <translation>Nombre d'objets de référence absents des vecteurs.</translation>
    </message>
    <message>
        <source>Pairs with different vertices</source>
        <translation>Paires aux sommets différents</translation>
    </message>
    <message>
        <source>Number of pairs whose vertices differ. Their vertices are compared with the outline of the reference object.</source>
        <translation>Nombre de paires dont les sommets diffèrent. Leurs sommets sont comparés avec le contour de l'objet de référence.</translation>
    </message>
    <message>
        <source>Vertices within 0.5 m (0 to 1)</source>
        <translation>Sommets à moins de 0,5 m (0 à 1)</translation>
    </message>
    <message>
        <source>Share of the vertices.</source>
        <translation>Part des sommets.</translation>
    </message>
    <message>
        <source>Vertices within 1 m (0 to 1)</source>
        <translation>Sommets à moins de 1 m (0 à 1)</translation>
    </message>
    <message>
        <source>Vertices within 2 m (0 to 1)</source>
        <translation>Sommets à moins de 2 m (0 à 1)</translation>
    </message>
    <message>
        <source>Vertices within 4 m (0 to 1)</source>
        <translation>Sommets à moins de 4 m (0 à 1)</translation>
    </message>
    <message>
        <source>Vertices within 8 m (0 to 1)</source>
        <translation>Sommets à moins de 8 m (0 à 1)</translation>
    </message>
    <message>
        <source>Vertices, area under the curve (0 to 1)</source>
        <translation>Sommets, aire sous la courbe (0 à 1)</translation>
    </message>
    <message>
        <source>Mean share within 0 to 8 m.</source>
        <translation>Part moyenne de 0 à 8 m.</translation>
    </message>
    <message>
        <source>Distance of vertices, mean (m)</source>
        <translation>Distance des sommets, moyenne (m)</translation>
    </message>
    <message>
        <source>Mean of all vertices.</source>
        <translation>Moyenne de tous les sommets.</translation>
    </message>
    <message>
        <source>Distance of vertices, median (m)</source>
        <translation>Distance des sommets, médiane (m)</translation>
    </message>
    <message>
        <source>50 % of the vertices are nearer.</source>
        <translation>50 % des sommets sont plus proches.</translation>
    </message>
    <message>
        <source>Distance of vertices, 95 % (m)</source>
        <translation>Distance des sommets, 95 % (m)</translation>
    </message>
    <message>
        <source>95 % of the vertices are nearer.</source>
        <translation>95 % des sommets sont plus proches.</translation>
    </message>
    <message>
        <source>Objects within 0.5 m (0 to 1)</source>
        <translation>Objets à moins de 0,5 m (0 à 1)</translation>
    </message>
    <message>
        <source>Share of the objects, by their centroids.</source>
        <translation>Part des objets, d'après leurs centroïdes.</translation>
    </message>
    <message>
        <source>Objects within 1 m (0 to 1)</source>
        <translation>Objets à moins de 1 m (0 à 1)</translation>
    </message>
    <message>
        <source>Objects within 2 m (0 to 1)</source>
        <translation>Objets à moins de 2 m (0 à 1)</translation>
    </message>
    <message>
        <source>Objects within 4 m (0 to 1)</source>
        <translation>Objets à moins de 4 m (0 à 1)</translation>
    </message>
    <message>
        <source>Objects within 8 m (0 to 1)</source>
        <translation>Objets à moins de 8 m (0 à 1)</translation>
    </message>
    <message>
        <source>Objects, area under the curve (0 to 1)</source>
        <translation>Objets, aire sous la courbe (0 à 1)</translation>
    </message>
    <message>
        <source>Distance of objects, mean (m)</source>
        <translation>Distance des objets, moyenne (m)</translation>
    </message>
    <message>
        <source>Mean of all objects.</source>
        <translation>Moyenne de tous les objets.</translation>
    </message>
    <message>
        <source>Distance of objects, median (m)</source>
        <translation>Distance des objets, médiane (m)</translation>
    </message>
    <message>
        <source>50 % of the objects are nearer.</source>
        <translation>50 % des objets sont plus proches.</translation>
    </message>
    <message>
        <source>Distance of objects, 95 % (m)</source>
        <translation>Distance des objets, 95 % (m)</translation>
    </message>
    <message>
        <source>95 % of the objects are nearer.</source>
        <translation>95 % des objets sont plus proches.</translation>
    </message>
    <message>
        <source>Remaining offset to the east (m)</source>
        <translation>Décalage restant vers l'est (m)</translation>
    </message>
    <message>
        <source>Mean shift to the east that would correct the map.</source>
        <translation>Décalage moyen vers l'est qui corrigerait la carte.</translation>
    </message>
    <message>
        <source>Remaining offset to the north (m)</source>
        <translation>Décalage restant vers le nord (m)</translation>
    </message>
    <message>
        <source>Mean shift to the north that would correct the map.</source>
        <translation>Décalage moyen vers le nord qui corrigerait la carte.</translation>
    </message>
    <message>
        <source>Change of edge lengths, mean (m)</source>
        <translation>Écart des longueurs des côtés, moyenne (m)</translation>
    </message>
    <message>
        <source>Mean difference of the lengths of edges.</source>
        <translation>Différence moyenne des longueurs des côtés.</translation>
    </message>
    <message>
        <source>Change of edge lengths, 95 % (m)</source>
        <translation>Écart des longueurs des côtés, 95 % (m)</translation>
    </message>
    <message>
        <source>95 % of the edges differ less.</source>
        <translation>95 % des côtés diffèrent moins.</translation>
    </message>
    <message>
        <source>Change of edge lengths, maximum (m)</source>
        <translation>Écart des longueurs des côtés, maximum (m)</translation>
    </message>
    <message>
        <source>Of the edge that differs most.</source>
        <translation>Pour le côté qui diffère le plus.</translation>
    </message>
    <message>
        <source>Change of angles, mean (°)</source>
        <translation>Écart des angles, moyenne (°)</translation>
    </message>
    <message>
        <source>Mean difference of the angles at vertices.</source>
        <translation>Différence moyenne des angles aux sommets.</translation>
    </message>
    <message>
        <source>Change of angles, 95 % (°)</source>
        <translation>Écart des angles, 95 % (°)</translation>
    </message>
    <message>
        <source>95 % of the angles differ less.</source>
        <translation>95 % des angles diffèrent moins.</translation>
    </message>
    <message>
        <source>Change of angles, maximum (°)</source>
        <translation>Écart des angles, maximum (°)</translation>
    </message>
    <message>
        <source>Of the angle that differs most.</source>
        <translation>Pour l'angle qui diffère le plus.</translation>
    </message>
    <message>
        <source>Calibration error (0 to 1)</source>
        <translation>Erreur de calibration (0 à 1)</translation>
    </message>
    <message>
        <source>Mean difference between the confidence and the share of correct objects.</source>
        <translation>Différence moyenne entre la confiance et la part d'objets corrects.</translation>
    </message>
    <message>
        <source>Distance, more confident half (m)</source>
        <translation>Distance, moitié plus confiante (m)</translation>
    </message>
    <message>
        <source>Median of the half of the objects with the higher confidence.</source>
        <translation>Médiane de la moitié des objets dont la confiance est la plus élevée.</translation>
    </message>
    <message>
        <source>Distance, less confident half (m)</source>
        <translation>Distance, moitié moins confiante (m)</translation>
    </message>
    <message>
        <source>Median of the half of the objects with the lower confidence.</source>
        <translation>Médiane de la moitié des objets dont la confiance est la plus basse.</translation>
    </message>
    <message>
        <source>Assess change</source>
        <translation>Évaluer les changements</translation>
    </message>
    <message>
        <source>Measure how well changes were detected: by one method, or by several methods side by side.</source>
        <translation>Mesurer avec quelle qualité des changements ont été détectés : par une méthode, ou par plusieurs côte à côte.</translation>
    </message>
    <message>
        <source>A score ranks pixels by how likely they changed; a map, or a threshold on the score, decides which pixels did. All methods are measured on the same pixels: those that are labelled in the reference data and for which each method has a value. Objects are regions of connected pixels. They are matched one to one: as many pairs as possible with an IoU of at least 0.1 (maximum matching). The output numbers are those of the first method; the report has a table of all methods, their curves and maps of their errors.</source>
        <translation>Un score classe les pixels selon la vraisemblance qu'ils aient changé ; une carte, ou un seuil du score, décide lesquels ont changé. Toutes les méthodes sont mesurées sur les mêmes pixels : ceux qui sont étiquetés dans les données de référence et pour lesquels chaque méthode a une valeur. Les objets sont des régions de pixels connexes. Ils sont appariés un à un : autant de paires que possible avec un IoU d'au moins 0,1 (couplage maximal). Les nombres en sortie sont ceux de la première méthode ; le rapport contient un tableau de toutes les méthodes, leurs courbes et des cartes de leurs erreurs.</translation>
    </message>
    <message>
        <source>Without reference data, nothing has changed: give the score of two images without an event between them, such as the same season of two other years, to measure the false alarms.</source>
        <translation>Sans données de référence, rien n'a changé : donnez le score de deux images sans événement entre elles, par exemple la même saison de deux autres années, pour mesurer les fausses alarmes.</translation>
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
        <translation>précision moyenne</translation>
    </message>
    <message>
        <source>false alarms</source>
        <translation>fausses alarmes</translation>
    </message>
    <message>
        <source>change detection</source>
        <translation>détection de changements</translation>
    </message>
    <message>
        <source>Change scores</source>
        <translation>Scores de changement</translation>
    </message>
    <message>
        <source>Rasters whose first band is higher where change is more likely, and nodata where it is not known: one for each method. Default: only maps are assessed.</source>
        <translation>Des rasters dont la première bande est plus élevée là où un changement est plus vraisemblable, et nodata là où il n'est pas connu : un par méthode. Par défaut : seules les cartes sont évaluées.</translation>
    </message>
    <message>
        <source>Maps of changes</source>
        <translation>Cartes des changements</translation>
    </message>
    <message>
        <source>Polygons of changes, or rasters where all values but 0 and nodata are changes: one for each method, in the order of the change scores. Default: pixels with a change score of at least the threshold.</source>
        <translation>Des polygones des changements, ou des rasters où toutes les valeurs sauf 0 et nodata sont des changements : un par méthode, dans l'ordre des scores de changement. Par défaut : les pixels dont le score de changement atteint le seuil.</translation>
    </message>
    <message>
        <source>Polygons of the changes, or a raster: 0 is unchanged, 255 and nodata are unlabelled and do not count, all other values are changes. If there are only 0 and 255, 255 is changed. Default: nothing changed.</source>
        <translation>Des polygones des changements, ou un raster : 0 est inchangé, 255 et nodata ne sont pas étiquetés et ne comptent pas, toutes les autres valeurs sont des changements. S'il n'y a que 0 et 255, 255 est changé. Par défaut : rien n'a changé.</translation>
    </message>
    <message>
        <source>The field of the reference polygons with their class: 0 or a name such as 'unchanged' or 'stable' is unchanged, all other values are changed. Outside of the polygons, pixels are then unlabelled. Default: polygons are changed, and everything else is unchanged.</source>
        <translation>Le champ des polygones de référence qui contient leur classe : 0 ou un nom tel que « unchanged » ou « stable » est inchangé, toutes les autres valeurs sont des changements. Hors des polygones, les pixels ne sont alors pas étiquetés. Par défaut : les polygones ont changé, et tout le reste est inchangé.</translation>
    </message>
    <message>
        <source>Threshold (in the band's unit)</source>
        <translation>Seuil (dans l'unité de la bande)</translation>
    </message>
    <message>
        <source>Pixels with at least this change score count as changed. Default: the threshold that 'Detect change' has written into the change score.</source>
        <translation>Les pixels dont le score de changement atteint cette valeur comptent comme changés. Par défaut : le seuil que « Détecter les changements » a écrit dans le score de changement.</translation>
    </message>
    <message>
        <source>An HTML page with a table of all methods, curves over all thresholds, and maps of the errors.</source>
        <translation>Une page HTML avec un tableau de toutes les méthodes, des courbes sur tous les seuils et des cartes des erreurs.</translation>
    </message>
    <message>
        <source>AUROC (0 to 1)</source>
        <translation>AUROC (0 à 1)</translation>
    </message>
    <message>
        <source>Probability that a changed pixel has a higher score than an unchanged one; 0.5 is chance.</source>
        <translation>Probabilité qu'un pixel changé ait un score plus élevé qu'un pixel inchangé ; 0,5 est le hasard.</translation>
    </message>
    <message>
        <source>Average precision, AP (0 to 1)</source>
        <translation>Précision moyenne, AP (0 à 1)</translation>
    </message>
    <message>
        <source>Mean precision over all thresholds, weighed by the recall that each adds.</source>
        <translation>Précision moyenne sur tous les seuils, pondérée par le rappel que chacun ajoute.</translation>
    </message>
    <message>
        <source>Share of the detected pixels that are changed.</source>
        <translation>Part des pixels détectés qui ont changé.</translation>
    </message>
    <message>
        <source>Share of the changed pixels that are detected.</source>
        <translation>Part des pixels changés qui sont détectés.</translation>
    </message>
    <message>
        <source>Harmonic mean of precision and recall at the threshold.</source>
        <translation>Moyenne harmonique de la précision et du rappel au seuil.</translation>
    </message>
    <message>
        <source>False alarm share (0 to 1)</source>
        <translation>Part de fausses alarmes (0 à 1)</translation>
    </message>
    <message>
        <source>Share of the unchanged pixels that are detected.</source>
        <translation>Part des pixels inchangés qui sont détectés.</translation>
    </message>
    <message>
        <source>False alarms per km²</source>
        <translation>Fausses alarmes par km²</translation>
    </message>
    <message>
        <source>Detected pixels that are unchanged, per km² of unchanged ground.</source>
        <translation>Pixels détectés qui sont inchangés, par km² de sol inchangé.</translation>
    </message>
    <message>
        <source>Share of the changed regions that match a detected region with an IoU of at least 0.1.</source>
        <translation>Part des régions changées appariées à une région détectée avec un IoU d'au moins 0.1.</translation>
    </message>
    <message>
        <source>False objects per km²</source>
        <translation>Faux objets par km²</translation>
    </message>
    <message>
        <source>Detected regions without any changed pixel, per km² of unchanged ground.</source>
        <translation>Régions détectées sans aucun pixel changé, par km² de sol inchangé.</translation>
    </message>
    <message>
        <source>Masked share (0 to 1)</source>
        <translation>Part masquée (0 à 1)</translation>
    </message>
    <message>
        <source>Share of the labelled pixels for which the method has no value.</source>
        <translation>Part des pixels étiquetés pour lesquels la méthode n'a pas de valeur.</translation>
    </message>
    <message>
        <source>Assess super-resolution</source>
        <translation>Évaluer la super-résolution</translation>
    </message>
    <message>
        <source>Finer and translated images</source>
        <translation>Images affinées et traduites</translation>
    </message>
    <message>
        <source>Measure what a super-resolved image is worth, of this plugin or of other software.</source>
        <translation>Mesurer ce que vaut une image super-résolue, de cette extension ou d'un autre logiciel.</translation>
    </message>
    <message>
        <source>First the image is degraded to the pixels of the coarse image and compared with it: values that can be trusted differ by no more than their rounding. Then it is compared with a true fine image, if there is one. All is measured for four enlargements that need no network, too. 'Bicubic + projection' is a bicubic enlargement that is corrected until it agrees with the coarse image; a super-resolved image that is not better than this has no use.</source>
        <translation>L'image est d'abord dégradée aux pixels de l'image grossière et comparée avec celle-ci : des valeurs dignes de confiance ne diffèrent pas de plus que leur arrondi. Elle est ensuite comparée avec une vraie image fine, s'il y en a une. Tout est mesuré aussi pour quatre agrandissements qui n'ont besoin d'aucun réseau. « Bicubique + projection » est un agrandissement bicubique corrigé jusqu'à ce qu'il concorde avec l'image grossière ; une image super-résolue qui n'est pas meilleure n'a pas d'utilité.</translation>
    </message>
    <message>
        <source>The reference is brought to the coarse image's grid and values, and moved to where this shows the same. Clouds, changes, and two coarse pixels along edges and nodata do not count.</source>
        <translation>La référence est amenée à la grille et aux valeurs de l'image grossière, et déplacée là où celle-ci montre la même chose. Les nuages, les changements, et deux pixels grossiers le long des bords et du nodata ne comptent pas.</translation>
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
        <translation>angle spectral</translation>
    </message>
    <message>
        <source>hallucination</source>
        <translation>hallucination</translation>
    </message>
    <message>
        <source>sharpening</source>
        <translation>affinage</translation>
    </message>
    <message>
        <source>quality</source>
        <translation>qualité</translation>
    </message>
    <message>
        <source>Coarse image</source>
        <translation>Image grossière</translation>
    </message>
    <message>
        <source>The image as it was before the super-resolution.</source>
        <translation>L'image telle qu'elle était avant la super-résolution.</translation>
    </message>
    <message>
        <source>Super-resolved image</source>
        <translation>Image super-résolue</translation>
    </message>
    <message>
        <source>The image that was made of it, with pixels that are 1.5 to 8 times smaller. Where they do not divide those of the coarse image into whole parts, the image is resampled for the comparison.</source>
        <translation>L'image qui en a été faite, aux pixels 1,5 à 8 fois plus petits. S'ils ne divisent pas ceux de l'image grossière en parts entières, l'image est rééchantillonnée pour la comparaison.</translation>
    </message>
    <message>
        <source>A true image with small pixels of the same place and about the same day, in any CRS. Default: only the differences from the coarse image are measured.</source>
        <translation>Une vraie image à petits pixels, du même lieu et à peu près du même jour, dans tout SCR. Par défaut : seules les différences avec l'image grossière sont mesurées.</translation>
    </message>
    <message>
        <source>Expected error</source>
        <translation>Erreur attendue</translation>
    </message>
    <message>
        <source>The expected error that 'Super-resolve an image' has written beside the super-resolved image. It is compared with the true error; needs a reference. Default: none.</source>
        <translation>L'erreur attendue que « Super-résoudre une image » a écrite à côté de l'image super-résolue. Elle est comparée avec la vraie erreur ; demande une référence. Par défaut : aucune.</translation>
    </message>
    <message>
        <source>Band numbers</source>
        <translation>Numéros de bandes</translation>
    </message>
    <message>
        <source>The bands of the coarse image that the other images have, in their order. Default: all bands.</source>
        <translation>Les bandes de l'image grossière que les autres images possèdent, dans leur ordre. Par défaut : toutes les bandes.</translation>
    </message>
    <message>
        <source>Harmonization</source>
        <translation>Harmonisation</translation>
    </message>
    <message>
        <source>How the values of the reference are brought to those of the coarse image: 'regression' by a gain and an offset for each band, 'histogram' by a curve, 'none' not at all.</source>
        <translation>Comment les valeurs de la référence sont amenées à celles de l'image grossière : « regression » par un gain et un décalage pour chaque bande, « histogram » par une courbe, « none » pas du tout.</translation>
    </message>
    <message>
        <source>regression</source>
        <translation>régression</translation>
    </message>
    <message>
        <source>histogram</source>
        <translation>histogramme</translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucun</translation>
    </message>
    <message>
        <source>Maximum shift (coarse px)</source>
        <translation>Décalage maximal (px grossiers)</translation>
    </message>
    <message>
        <source>The reference is moved by up to this distance, to where the coarse image shows the same. 0: it is not moved.</source>
        <translation>La référence est déplacée de cette distance au plus, là où l'image grossière montre la même chose. 0 : elle n'est pas déplacée.</translation>
    </message>
    <message>
        <source>Width of the sensor's response (coarse px)</source>
        <translation>Largeur de réponse du capteur (px grossiers)</translation>
    </message>
    <message>
        <source>The standard deviation of the Gaussian by which the coarse sensor sees the ground. 0.5 to 0.62 suits the 10 m bands of Sentinel-2.</source>
        <translation>L'écart-type de la gaussienne avec laquelle le capteur grossier voit le sol. 0,5 à 0,62 convient aux bandes à 10 m de Sentinel-2.</translation>
    </message>
    <message>
        <source>Map of details</source>
        <translation>Carte des détails</translation>
    </message>
    <message>
        <source>A GeoTIFF with three bands, 0 to 1: the shares of improvement, omission and hallucination in the detail that the coarse image lacks. Needs a reference.</source>
        <translation>Un GeoTIFF à trois bandes, 0 à 1 : les parts d'amélioration, d'omission et d'hallucination dans les détails qui manquent à l'image grossière. Demande une référence.</translation>
    </message>
    <message>
        <source>An HTML page with all measures beside those of other enlargements, spectra, and the worst places at full zoom.</source>
        <translation>Une page HTML avec toutes les mesures à côté de celles d'autres agrandissements, des spectres, et les pires lieux à plein zoom.</translation>
    </message>
    <message>
        <source>Ratio</source>
        <translation>Rapport d'échelle</translation>
    </message>
    <message>
        <source>Fine pixels along a coarse one.</source>
        <translation>Nombre de pixels fins le long d'un pixel grossier.</translation>
    </message>
    <message>
        <source>Difference from the coarse image, mean</source>
        <translation>Différence avec l'image grossière, moyenne</translation>
    </message>
    <message>
        <source>After degrading, in the units of the coarse image.</source>
        <translation>Après dégradation, dans les unités de l'image grossière.</translation>
    </message>
    <message>
        <source>Difference from the coarse image, maximum</source>
        <translation>Différence avec l'image grossière, maximum</translation>
    </message>
    <message>
        <source>Spectral angle to the coarse image (°)</source>
        <translation>Angle spectral avec l'image grossière (°)</translation>
    </message>
    <message>
        <source>After degrading, mean of the pixels; only for several bands.</source>
        <translation>Après dégradation, moyenne des pixels ; seulement pour plusieurs bandes.</translation>
    </message>
    <message>
        <source>Shift, in pixels of the coarse image (px)</source>
        <translation>Décalage, en pixels de l'image grossière (px)</translation>
    </message>
    <message>
        <source>How far the super-resolved image lies beside the coarse image.</source>
        <translation>De combien l'image super-résolue est décalée par rapport à l'image grossière.</translation>
    </message>
    <message>
        <source>PSNR (dB)</source>
        <translation>PSNR (dB)</translation>
    </message>
    <message>
        <source>Peak signal-to-noise ratio, in the range of the reference from 0.1 to 99.9 % of the pixels.</source>
        <translation>Rapport signal sur bruit de crête, dans l'intervalle de la référence de 0,1 à 99,9 % des pixels.</translation>
    </message>
    <message>
        <source>SSIM</source>
        <translation>SSIM</translation>
    </message>
    <message>
        <source>Structural similarity to the reference; 1 is the same image.</source>
        <translation>Similarité structurelle avec la référence ; 1 est la même image.</translation>
    </message>
    <message>
        <source>ERGAS</source>
        <translation>ERGAS</translation>
    </message>
    <message>
        <source>Relative error of all bands, divided by the ratio; 0 is the same image.</source>
        <translation>Erreur relative de toutes les bandes, divisée par le rapport d'échelle ; 0 est la même image.</translation>
    </message>
    <message>
        <source>Spectral angle to the reference (°)</source>
        <translation>Angle spectral avec la référence (°)</translation>
    </message>
    <message>
        <source>Mean of the pixels; only for several bands.</source>
        <translation>Moyenne des pixels ; seulement pour plusieurs bandes.</translation>
    </message>
    <message>
        <source>Fine energy (dB)</source>
        <translation>Énergie fine (dB)</translation>
    </message>
    <message>
        <source>Energy of what is finer than the coarse image can show, against the reference: below 0 smoother, above 0 sharper than the truth.</source>
        <translation>Énergie de ce qui est plus fin que ce que l'image grossière peut montrer, par rapport à la référence : sous 0 plus lisse, au-dessus de 0 plus net que la vérité.</translation>
    </message>
    <message>
        <source>Improvement (0 to 1)</source>
        <translation>Amélioration (0 à 1)</translation>
    </message>
    <message>
        <source>Share of the missing detail that is shown as it is.</source>
        <translation>Part des détails manquants qui sont montrés tels qu'ils sont.</translation>
    </message>
    <message>
        <source>Omission (0 to 1)</source>
        <translation>Omission (0 à 1)</translation>
    </message>
    <message>
        <source>Share of the missing detail that is not shown.</source>
        <translation>Part des détails manquants qui ne sont pas montrés.</translation>
    </message>
    <message>
        <source>Hallucination (0 to 1)</source>
        <translation>Hallucination (0 à 1)</translation>
    </message>
    <message>
        <source>Share of the detail that is shown as it is not.</source>
        <translation>Part des détails qui sont montrés tels qu'ils ne sont pas.</translation>
    </message>
    <message>
        <source>PSNR of bicubic + projection (dB)</source>
        <translation>PSNR de bicubique + projection (dB)</translation>
    </message>
    <message>
        <source>What the PSNR must be compared with.</source>
        <translation>Ce à quoi le PSNR doit être comparé.</translation>
    </message>
    <message>
        <source>SSIM of bicubic + projection</source>
        <translation>SSIM de bicubique + projection</translation>
    </message>
    <message>
        <source>What the SSIM must be compared with.</source>
        <translation>Ce à quoi le SSIM doit être comparé.</translation>
    </message>
    <message>
        <source>Expected error, rank correlation</source>
        <translation>Erreur attendue, corrélation de rang</translation>
    </message>
    <message>
        <source>Spearman's, with the true error; 1: the same order.</source>
        <translation>De Spearman, avec la vraie erreur ; 1 : le même ordre.</translation>
    </message>
    <message>
        <source>Expected error, sparsification error</source>
        <translation>Erreur attendue, erreur de sparsification</translation>
    </message>
    <message>
        <source>0: finds the worst pixels as well as the true error does, 1: not at all.</source>
        <translation>0 : trouve les pires pixels aussi bien que la vraie erreur, 1 : pas du tout.</translation>
    </message>
    <message>
        <source>Expected error, coverage (0 to 1)</source>
        <translation>Erreur attendue, couverture (0 à 1)</translation>
    </message>
    <message>
        <source>Share of the true errors within its 90 % interval; 0.9 is right.</source>
        <translation>Part des vraies erreurs comprises dans son intervalle à 90 % ; 0,9 est juste.</translation>
    </message>
    <message>
        <source>Expected error divided by actual error</source>
        <translation>Erreur attendue divisée par l'erreur réelle</translation>
    </message>
    <message>
        <source>Quotient of the means; 1 is right, more is too careful.</source>
        <translation>Quotient des moyennes ; 1 est juste, plus est trop prudent.</translation>
    </message>
    <message>
        <source>Check the engine</source>
        <translation>Vérifier le moteur</translation>
    </message>
    <message>
        <source>Engine and demo data</source>
        <translation>Moteur et données de démonstration</translation>
    </message>
    <message>
        <source>Check whether the engine is complete and works on this computer.</source>
        <translation>Vérifier que le moteur est complet et fonctionne sur cet ordinateur.</translation>
    </message>
    <message>
        <source>The engine is a separate Python environment in which EO Deep runs its networks. The report lists its interpreter, its packages and the available devices. Every stage is tested on a small synthetic image: reading and writing rasters and vectors, reprojection, the network on each device, tiling, the model file, polygons, accuracy, training. Attach the report when you ask for help.</source>
        <translation>Le moteur est un environnement Python séparé dans lequel EO Deep exécute ses réseaux. Le rapport donne son interpréteur, ses paquets et les processeurs disponibles. Chaque étape est testée sur une petite image synthétique : lecture et écriture de rasters et de vecteurs, reprojection, le réseau sur chaque processeur, tuilage, fichier de modèle, polygones, exactitude, entraînement. Joignez le rapport quand vous demandez de l'aide.</translation>
    </message>
    <message>
        <source>diagnostics</source>
        <translation>diagnostic</translation>
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
        <translation>version</translation>
    </message>
    <message>
        <source>install</source>
        <translation>installer</translation>
    </message>
    <message>
        <source>test</source>
        <translation>test</translation>
    </message>
    <message>
        <source>report</source>
        <translation>rapport</translation>
    </message>
    <message>
        <source>Engine report</source>
        <translation>Rapport sur le moteur</translation>
    </message>
    <message>
        <source>An HTML page with the interpreter, versions, devices, folders and the result of every stage.</source>
        <translation>Une page HTML avec l'interpréteur, les versions, les processeurs, les dossiers et le résultat de chaque étape.</translation>
    </message>
    <message>
        <source>Interpreter</source>
        <translation>Interpréteur</translation>
    </message>
    <message>
        <source>The Python interpreter of the engine; empty if there is none.</source>
        <translation>L'interpréteur Python du moteur ; vide s'il n'y en a pas.</translation>
    </message>
    <message>
        <source>PyTorch version</source>
        <translation>Version de PyTorch</translation>
    </message>
    <message>
        <source>The version of PyTorch; empty if PyTorch cannot be loaded.</source>
        <translation>La version de PyTorch ; vide si PyTorch ne peut pas être chargé.</translation>
    </message>
    <message>
        <source>The device that 'auto' selects: cpu, cuda or mps.</source>
        <translation>Le processeur que « auto » choisit : cpu, cuda ou mps.</translation>
    </message>
    <message>
        <source>The engine works</source>
        <translation>Le moteur fonctionne</translation>
    </message>
    <message>
        <source>True if every stage passed.</source>
        <translation>Vrai si toutes les étapes ont réussi.</translation>
    </message>
    <message>
        <source>Classify pixels</source>
        <translation>Classer les pixels</translation>
    </message>
    <message>
        <source>Pixels and samples</source>
        <translation>Pixels et échantillons</translation>
    </message>
    <message>
        <source>Classify every pixel of an image of any size by a classifier on its features.</source>
        <translation>Classer chaque pixel d'une image de toute taille par un classifieur sur ses caractéristiques.</translation>
    </message>
    <message>
        <source>The features are those that the model was trained on: bands of one or several images, means and standard deviations over windows, and formulas. The image is processed tile by tile, with the surroundings that windows need, so that no tile shows in the result. Pixels that are nodata in any image stay nodata.</source>
        <translation>Les caractéristiques sont celles sur lesquelles le modèle a été entraîné : bandes d'une ou de plusieurs images, moyennes et écarts-types sur des fenêtres, et formules. L'image est traitée tuile par tuile, avec les alentours dont les fenêtres ont besoin : aucune tuile n'apparaît dans le résultat. Les pixels qui sont nodata dans l'une des images restent nodata.</translation>
    </message>
    <message>
        <source>random forest</source>
        <translation>forêt aléatoire</translation>
    </message>
    <message>
        <source>svm</source>
        <translation>svm</translation>
    </message>
    <message>
        <source>support vector machine</source>
        <translation>machine à vecteurs de support</translation>
    </message>
    <message>
        <source>nearest neighbours</source>
        <translation>plus proches voisins</translation>
    </message>
    <message>
        <source>gradient boosting</source>
        <translation>gradient boosting</translation>
    </message>
    <message>
        <source>logistic regression</source>
        <translation>régression logistique</translation>
    </message>
    <message>
        <source>scikit-learn</source>
        <translation>scikit-learn</translation>
    </message>
    <message>
        <source>land cover</source>
        <translation>occupation du sol</translation>
    </message>
    <message>
        <source>supervised</source>
        <translation>supervisé</translation>
    </message>
    <message>
        <source>confidence</source>
        <translation>confiance</translation>
    </message>
    <message>
        <source>machine learning</source>
        <translation>apprentissage automatique</translation>
    </message>
    <message>
        <source>landcover</source>
        <translation>couverture du sol</translation>
    </message>
    <message>
        <source>The image to classify: any raster that GDAL reads, of any size and data type. Of a model that needs several images, the first one, whose pixels are classified.</source>
        <translation>L'image à classer : tout raster que GDAL lit, de toute taille et de tout type de données. Pour un modèle qui demande plusieurs images, la première, dont les pixels sont classés.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>A model file (.safetensors) from 'Train a pixel classifier'. It contains the classifier, the features and the classes.</source>
        <translation>Un fichier de modèle (.safetensors) issu d'« Entraîner un classifieur de pixels ». Il contient le classifieur, les caractéristiques et les classes.</translation>
    </message>
    <message>
        <source>Other images (in the model's order)</source>
        <translation>Autres images (dans l'ordre du modèle)</translation>
    </message>
    <message>
        <source>The other images that the model needs, in the order of its training. They may have another resolution or CRS and are resampled to the pixels of the first image. Default: the model needs one image.</source>
        <translation>Les autres images dont le modèle a besoin, dans l'ordre de son entraînement. Elles peuvent avoir une autre résolution ou un autre SCR et sont rééchantillonnées aux pixels de la première image. Par défaut : le modèle demande une seule image.</translation>
    </message>
    <message>
        <source>Only pixels inside these polygons (in any CRS) are classified; all others become nodata. Default: the whole image.</source>
        <translation>Seuls les pixels à l'intérieur de ces polygones (dans tout SCR) sont classés ; tous les autres deviennent nodata. Par défaut : toute l'image.</translation>
    </message>
    <message>
        <source>Build overviews (pyramids)</source>
        <translation>Construire des aperçus (pyramides)</translation>
    </message>
    <message>
        <source>Adds reduced copies to the output files, so that large maps draw quickly at small scales.</source>
        <translation>Ajoute des copies réduites aux fichiers de sortie, pour que les grandes cartes s'affichent vite aux petites échelles.</translation>
    </message>
    <message>
        <source>Resume an interrupted run</source>
        <translation>Reprendre une exécution interrompue</translation>
    </message>
    <message>
        <source>Continues with the parts of the result that are finished, instead of starting again. An image of more than about 8192 x 8192 px is processed in parts, which are in a folder beside the first output until all are finished. Images, model and parameters must be the same as before.</source>
        <translation>Continue avec les parties du résultat qui sont terminées, au lieu de recommencer. Une image de plus d'environ 8192 x 8192 px est traitée par parties, qui restent dans un dossier à côté de la première sortie jusqu'à ce que toutes soient terminées. Les images, le modèle et les paramètres doivent être les mêmes qu'auparavant.</translation>
    </message>
    <message>
        <source>Keep the parts</source>
        <translation>Conserver les parties</translation>
    </message>
    <message>
        <source>Leaves the parts as separate GeoTIFFs. The outputs must end in .vrt: they are virtual rasters of the parts.</source>
        <translation>Laisse les parties sous forme de GeoTIFF séparés. Les sorties doivent se terminer par .vrt : ce sont des rasters virtuels de ces parties.</translation>
    </message>
    <message>
        <source>Cluster</source>
        <translation>Grappe de calcul</translation>
    </message>
    <message>
        <source>Several processes make the parts of the image: 'gpus' one process for each NVIDIA GPU of this computer, 'local:4' four processes of it, or the address (tcp://host:8786, tls://host:8786) or the scheduler file of a Dask cluster, whose computers see the files at the same paths. It needs packages that 'Set up the engine' adds. Default: one process.</source>
        <translation>Plusieurs processus traitent les parties de l'image : « gpus » un processus pour chaque GPU NVIDIA de cet ordinateur, « local:4 » quatre processus de celui-ci, ou l'adresse (tcp://hote:8786, tls://hote:8786) ou le fichier de l'ordonnanceur d'une grappe Dask, dont les ordinateurs voient les fichiers aux mêmes chemins. Il faut des paquets que « Installer le moteur » ajoute. Par défaut : un seul processus.</translation>
    </message>
    <message>
        <source>Class map</source>
        <translation>Carte de classes</translation>
    </message>
    <message>
        <source>A GeoTIFF with one byte per pixel: the number of the class; 255 is nodata.</source>
        <translation>Un GeoTIFF d'un octet par pixel : le numéro de la classe ; 255 est nodata.</translation>
    </message>
    <message>
        <source>Class probabilities</source>
        <translation>Probabilités des classes</translation>
    </message>
    <message>
        <source>A GeoTIFF with a band per class: the probability of the class at each pixel, 0 to 1.</source>
        <translation>Un GeoTIFF avec une bande par classe : la probabilité de la classe en chaque pixel, 0 à 1.</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>Confiance</translation>
    </message>
    <message>
        <source>A GeoTIFF with the probability of the class that each pixel got, 0 to 1.</source>
        <translation>Un GeoTIFF avec la probabilité de la classe que chaque pixel a reçue, 0 à 1.</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>Marge</translation>
    </message>
    <message>
        <source>A GeoTIFF with the difference between the highest and the second highest probability, 0 to 1. Where it is small, two classes are nearly as probable.</source>
        <translation>Un GeoTIFF avec la différence entre la plus haute et la deuxième plus haute probabilité, 0 à 1. Là où elle est petite, deux classes sont presque aussi probables.</translation>
    </message>
    <message>
        <source>Classify scenes</source>
        <translation>Classer les scènes</translation>
    </message>
    <message>
        <source>Land cover</source>
        <translation>Occupation du sol</translation>
    </message>
    <message>
        <source>Classify an image patch by patch, and map how far the classes can be trusted.</source>
        <translation>Classer une image imagette par imagette, et cartographier la confiance que méritent les classes.</translation>
    </message>
    <message>
        <source>A joint energy-based model (JEM) gives two results for each patch: its class, and how likely the patch itself is, log p(x). Where log p(x) is low, the image shows something that was not in the training images. The class then means little, even if its probability is high. The second band of the confidence map gives log p(x) as a percentile of the training images: 0 is unlike all training images, 1 is typical.</source>
        <translation>Un modèle joint à base d'énergie (JEM) donne deux résultats pour chaque imagette : sa classe, et la vraisemblance de l'imagette elle-même, log p(x). Là où log p(x) est bas, l'image montre quelque chose qui n'était pas dans les images d'entraînement. La classe signifie alors peu de chose, même si sa probabilité est élevée. La seconde bande de la carte de confiance donne log p(x) comme percentile des images d'entraînement : 0 ne ressemble à aucune image d'entraînement, 1 est typique.</translation>
    </message>
    <message>
        <source>The bundled model has the ten EuroSAT classes of land cover and is made for Sentinel-2 images (red, green, blue, 10 m). Use reflectance values as in the product; they are scaled like the training images. An image that was stretched for display in another way gets a low confidence everywhere.</source>
        <translation>Le modèle fourni a les dix classes d'occupation du sol d'EuroSAT et est fait pour les images Sentinel-2 (rouge, vert, bleu, 10 m). Utilisez les valeurs de réflectance du produit ; elles sont mises à l'échelle comme les images d'entraînement. Une image étirée autrement pour l'affichage reçoit partout une confiance basse.</translation>
    </message>
    <message>
        <source>Each patch is processed separately, because the result depends on the whole patch. With a quarter of the stride, the classification takes sixteen times as long.</source>
        <translation>Chaque imagette est traitée séparément, parce que le résultat dépend de l'imagette entière. Avec un pas quatre fois plus petit, la classification prend seize fois plus de temps.</translation>
    </message>
    <message>
        <source>jem</source>
        <translation>jem</translation>
    </message>
    <message>
        <source>energy-based model</source>
        <translation>modèle à base d'énergie</translation>
    </message>
    <message>
        <source>out of distribution</source>
        <translation>hors distribution</translation>
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
        <translation>imagette</translation>
    </message>
    <message>
        <source>deep learning</source>
        <translation>apprentissage profond</translation>
    </message>
    <message>
        <source>uncertainty</source>
        <translation>incertitude</translation>
    </message>
    <message>
        <source>classification</source>
        <translation>classification</translation>
    </message>
    <message>
        <source>The image to classify: any raster that GDAL reads, of any size. Nodata stays nodata.</source>
        <translation>L'image à classer : tout raster que GDAL lit, de toute taille. Le nodata reste nodata.</translation>
    </message>
    <message>
        <source>A model file (.safetensors) from 'Train a scene classification model'. It contains the bands, the resolution, the scaling of the values and the classes. Default: the bundled model.</source>
        <translation>Un fichier de modèle (.safetensors) issu d'« Entraîner un modèle de classification de scènes ». Il contient les bandes, la résolution, la mise à l'échelle des valeurs et les classes. Par défaut : le modèle fourni.</translation>
    </message>
    <message>
        <source>The bands of the image that correspond to those of the model, in the model's order: for the bundled model red, green, blue, which are bands 4, 3, 2 of a Sentinel-2 product. Default: bands are matched by name; an image without band names must have as many bands as the model.</source>
        <translation>Les bandes de l'image qui correspondent à celles du modèle, dans l'ordre du modèle : pour le modèle fourni rouge, vert, bleu, soit les bandes 4, 3, 2 d'un produit Sentinel-2. Par défaut : les bandes sont associées par leur nom ; une image sans noms de bandes doit avoir autant de bandes que le modèle.</translation>
    </message>
    <message>
        <source>Stride (px)</source>
        <translation>Pas (px)</translation>
    </message>
    <message>
        <source>Distance from one patch to the next, in pixels of the model's resolution. It is also the pixel size of the maps. A smaller stride gives a finer map from overlapping patches. Default: the patch size (64 px for the bundled model).</source>
        <translation>Distance d'une imagette à la suivante, en pixels de la résolution du modèle. C'est aussi la taille de pixel des cartes. Un pas plus petit donne une carte plus fine, faite d'imagettes qui se recouvrent. Par défaut : la taille d'imagette (64 px pour le modèle fourni).</translation>
    </message>
    <message>
        <source>Only patches with their centre inside these polygons (in any CRS) are classified; all others become nodata. Default: the whole image.</source>
        <translation>Seules les imagettes dont le centre est à l'intérieur de ces polygones (dans tout SCR) sont classées ; toutes les autres deviennent nodata. Par défaut : toute l'image.</translation>
    </message>
    <message>
        <source>Maximum share of nodata (0 to 1)</source>
        <translation>Part maximale de nodata (0 à 1)</translation>
    </message>
    <message>
        <source>Patches with a larger share of nodata pixels become nodata. In all other patches, nodata pixels get the mean of the valid pixels.</source>
        <translation>Les imagettes avec une plus grande part de pixels nodata deviennent nodata. Dans toutes les autres, les pixels nodata reçoivent la moyenne des pixels valides.</translation>
    </message>
    <message>
        <source>Pixel values</source>
        <translation>Valeurs des pixels</translation>
    </message>
    <message>
        <source>What the pixel values are. 'auto' recognizes 8-bit images like the training images, reflectance x 10,000, reflectance 0 to 1, a scale that is stored in the file, and surface reflectance (Level-2A, by its dark blue); the log reports which. Use '+ 1000' for Sentinel-2 products since 2022 if their offset was not removed.</source>
        <translation>Ce que sont les valeurs des pixels. « auto » reconnaît les images 8 bits comme les images d'entraînement, la réflectance x 10 000, la réflectance de 0 à 1, une échelle enregistrée dans le fichier, et la réflectance de surface (Level-2A, à son bleu sombre) ; le journal dit laquelle. Utilisez « + 1000 » pour les produits Sentinel-2 depuis 2022 dont le décalage n'a pas été retiré.</translation>
    </message>
    <message>
        <source>as in training</source>
        <translation>comme à l'entraînement</translation>
    </message>
    <message>
        <source>reflectance x 10,000</source>
        <translation>réflectance x 10 000</translation>
    </message>
    <message>
        <source>reflectance x 10,000 + 1000</source>
        <translation>réflectance x 10 000 + 1000</translation>
    </message>
    <message>
        <source>reflectance 0 to 1</source>
        <translation>réflectance 0 à 1</translation>
    </message>
    <message>
        <source>surface reflectance x 10,000</source>
        <translation>réflectance de surface x 10 000</translation>
    </message>
    <message>
        <source>surface reflectance x 10,000 + 1000</source>
        <translation>réflectance de surface x 10 000 + 1000</translation>
    </message>
    <message>
        <source>surface reflectance 0 to 1</source>
        <translation>réflectance de surface 0 à 1</translation>
    </message>
    <message>
        <source>A GeoTIFF with one pixel for each patch, as large as the stride: the number of the class; 255 is nodata.</source>
        <translation>Un GeoTIFF avec un pixel par imagette, aussi grand que le pas : le numéro de la classe ; 255 est nodata.</translation>
    </message>
    <message>
        <source>A GeoTIFF with two bands: log p(x) up to a constant, and its percentile among the training images. 0 is unlike all training images, 1 is typical. Below 0.01, a patch is less likely than 99 % of them.</source>
        <translation>Un GeoTIFF à deux bandes : log p(x) à une constante près, et son percentile parmi les images d'entraînement. 0 ne ressemble à aucune image d'entraînement, 1 est typique. Sous 0,01, une imagette est moins vraisemblable que 99 % d'entre elles.</translation>
    </message>
    <message>
        <source>A GeoTIFF with a band per class: the calibrated probability of the class, 0 to 1. It is valid only where the confidence is not low.</source>
        <translation>Un GeoTIFF avec une bande par classe : la probabilité calibrée de la classe, 0 à 1. Elle n'est valable que là où la confiance n'est pas basse.</translation>
    </message>
    <message>
        <source>Patches</source>
        <translation>Imagettes</translation>
    </message>
    <message>
        <source>A square for each patch, with its class (class, class_name), the probability of the class (probability), log p(x) (log_px) and its percentile (percentile).</source>
        <translation>Un carré par imagette, avec sa classe (class, class_name), la probabilité de la classe (probability), log p(x) (log_px) et son percentile (percentile).</translation>
    </message>
    <message>
        <source>Classified patches</source>
        <translation>Imagettes classées</translation>
    </message>
    <message>
        <source>Number of patches that were classified.</source>
        <translation>Nombre d'imagettes qui ont été classées.</translation>
    </message>
    <message>
        <source>Share of unlikely patches (0 to 1)</source>
        <translation>Part des imagettes peu vraisemblables (0 à 1)</translation>
    </message>
    <message>
        <source>Share of the classified patches that are less likely than 99 % of the training images.</source>
        <translation>Part des imagettes classées qui sont moins vraisemblables que 99 % des images d'entraînement.</translation>
    </message>
    <message>
        <source>Class statistics</source>
        <translation>Statistiques des classes</translation>
    </message>
    <message>
        <source>Count the pixels of an image that each class of labels has, before samples are selected.</source>
        <translation>Compter les pixels d'une image que possède chaque classe d'étiquettes, avant de sélectionner des échantillons.</translation>
    </message>
    <message>
        <source>A pixel belongs to a polygon that holds its centre, to a line that touches it, and to a point that lies in it. Pixels that are nodata in any band of the image cannot be samples; they are counted by themselves, as are pixels in features of several classes, features outside the image, and features that have no pixel of their own.</source>
        <translation>Un pixel appartient au polygone qui contient son centre, à la ligne qui le touche et au point qui s'y trouve. Les pixels qui sont nodata dans une bande de l'image ne peuvent pas être des échantillons ; ils sont comptés à part, de même que les pixels dans des entités de plusieurs classes, les entités hors de l'image et celles qui n'ont aucun pixel à elles.</translation>
    </message>
    <message>
        <source>sampling</source>
        <translation>échantillonnage</translation>
    </message>
    <message>
        <source>training</source>
        <translation>entraînement</translation>
    </message>
    <message>
        <source>ground truth</source>
        <translation>vérité terrain</translation>
    </message>
    <message>
        <source>polygon class statistics</source>
        <translation>statistiques de classes par polygone</translation>
    </message>
    <message>
        <source>pixels</source>
        <translation>pixels</translation>
    </message>
    <message>
        <source>count</source>
        <translation>compter</translation>
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
        <translation>L'image sur les pixels de laquelle les étiquettes sont comptées.</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Étiquettes</translation>
    </message>
    <message>
        <source>The ground truth: polygons, lines, points or a class raster, in any CRS. A class raster with other pixels than the image's is read by nearest neighbour; its nodata have no label.</source>
        <translation>La vérité terrain : polygones, lignes, points ou un raster de classes, dans tout SCR. Un raster de classes dont les pixels ne sont pas ceux de l'image est lu au plus proche voisin ; son nodata n'a pas d'étiquette.</translation>
    </message>
    <message>
        <source>The field of the labels with the class: texts, or any whole numbers. Default: all features are one class, 'object'.</source>
        <translation>Le champ des étiquettes qui contient la classe : des textes, ou n'importe quels nombres entiers. Par défaut : toutes les entités forment une classe, « object ».</translation>
    </message>
    <message>
        <source>Only pixels with their centre inside these polygons (in any CRS) can be samples. Default: the whole image.</source>
        <translation>Seuls les pixels dont le centre est à l'intérieur de ces polygones (dans tout SCR) peuvent être des échantillons. Par défaut : toute l'image.</translation>
    </message>
    <message>
        <source>Overlaps</source>
        <translation>Recouvrements</translation>
    </message>
    <message>
        <source>Pixels in features of several classes: 'leave out' = they are counted, but cannot be samples; 'keep' = they count in each feature, as in the Orfeo ToolBox, where pixels in two features of one class count twice.</source>
        <translation>Pixels dans des entités de plusieurs classes : « leave out » = ils sont comptés, mais ne peuvent pas être des échantillons ; « keep » = ils comptent dans chaque entité, comme dans l'Orfeo ToolBox, où les pixels dans deux entités d'une même classe comptent deux fois.</translation>
    </message>
    <message>
        <source>leave out</source>
        <translation>laisser de côté</translation>
    </message>
    <message>
        <source>keep</source>
        <translation>garder</translation>
    </message>
    <message>
        <source>Counted labels</source>
        <translation>Étiquettes comptées</translation>
    </message>
    <message>
        <source>The features with the numbers of their pixels: pixels that can be samples, their area in hectares, nodata, pixels in several classes, pixels outside the area. Of a class raster, a rectangle around the pixels of each class.</source>
        <translation>Les entités avec les nombres de leurs pixels : pixels qui peuvent être des échantillons, leur surface en hectares, nodata, pixels de plusieurs classes, pixels hors de la zone. Pour un raster de classes, un rectangle autour des pixels de chaque classe.</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tableau</translation>
    </message>
    <message>
        <source>A CSV file with a row for each class.</source>
        <translation>Un fichier CSV avec une ligne par classe.</translation>
    </message>
    <message>
        <source>CSV files</source>
        <translation>Fichiers CSV</translation>
    </message>
    <message>
        <source>Class report</source>
        <translation>Rapport sur les classes</translation>
    </message>
    <message>
        <source>An HTML page with the same table.</source>
        <translation>Une page HTML avec le même tableau.</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>Classes</translation>
    </message>
    <message>
        <source>Number of classes that have at least one pixel that can be a sample.</source>
        <translation>Nombre de classes qui ont au moins un pixel pouvant être un échantillon.</translation>
    </message>
    <message>
        <source>Usable pixels</source>
        <translation>Pixels utilisables</translation>
    </message>
    <message>
        <source>Number of pixels that can be samples.</source>
        <translation>Nombre de pixels qui peuvent être des échantillons.</translation>
    </message>
    <message>
        <source>Pixels of the rarest class</source>
        <translation>Pixels de la classe la plus rare</translation>
    </message>
    <message>
        <source>Number of pixels that can be samples in the class that has the fewest of them.</source>
        <translation>Nombre de pixels pouvant être des échantillons dans la classe qui en a le moins.</translation>
    </message>
    <message>
        <source>Compare domains</source>
        <translation>Comparer des domaines</translation>
    </message>
    <message>
        <source>Compare sets of images with the training images of a scene classification model, to detect a domain shift.</source>
        <translation>Comparer des ensembles d'images avec les images d'entraînement d'un modèle de classification de scènes, pour détecter un changement de domaine.</translation>
    </message>
    <message>
        <source>Use it before you apply a model to images of another region, season or sensor. The report shows the histogram of log p(x) of each set beside that of the reference images. It also measures how well four scores separate the sets: log p(x), the maximum softmax probability, the norm of the gradient of log p(x), and the distance to the nearest neighbours among the features of the reference images. The measures are the Kullback-Leibler divergence of the histograms, the area under the ROC curve (AUROC), and the false positive rate at 95 % true positives (FPR95).</source>
        <translation>À utiliser avant d'appliquer un modèle à des images d'une autre région, d'une autre saison ou d'un autre capteur. Le rapport montre l'histogramme de log p(x) de chaque ensemble à côté de celui des images de référence. Il mesure aussi à quel point quatre scores séparent les ensembles : log p(x), la probabilité softmax maximale, la norme du gradient de log p(x), et la distance aux plus proches voisins parmi les caractéristiques des images de référence. Les mesures sont la divergence de Kullback-Leibler des histogrammes, l'aire sous la courbe ROC (AUROC) et le taux de faux positifs à 95 % de vrais positifs (FPR95).</translation>
    </message>
    <message>
        <source>ood</source>
        <translation>ood</translation>
    </message>
    <message>
        <source>domain shift</source>
        <translation>changement de domaine</translation>
    </message>
    <message>
        <source>transfer</source>
        <translation>transfert</translation>
    </message>
    <message>
        <source>Image sets</source>
        <translation>Ensembles d'images</translation>
    </message>
    <message>
        <source>Folders of images (including all subfolders) or rasters, separated by semicolons. Each one is a set. Images larger than a patch are cut into patches.</source>
        <translation>Des dossiers d'images (avec tous leurs sous-dossiers) ou des rasters, séparés par des points-virgules. Chacun est un ensemble. Les images plus grandes qu'une imagette sont découpées en imagettes.</translation>
    </message>
    <message>
        <source>Reference images</source>
        <translation>Images de référence</translation>
    </message>
    <message>
        <source>A folder or raster of images like the training images, best ones that were not used in the training. Default: only log p(x) is compared, with the distribution stored in the model.</source>
        <translation>Un dossier ou un raster d'images semblables aux images d'entraînement, de préférence non utilisées pour l'entraînement. Par défaut : seul log p(x) est comparé, avec la distribution enregistrée dans le modèle.</translation>
    </message>
    <message>
        <source>A model file (.safetensors) from 'Train a scene classification model'. Default: the bundled model.</source>
        <translation>Un fichier de modèle (.safetensors) issu d'« Entraîner un modèle de classification de scènes ». Par défaut : le modèle fourni.</translation>
    </message>
    <message>
        <source>The bands of the images, for all sets, that correspond to those of the model, for example '4, 3, 2'. Default: bands are matched by name; images without band names must have as many bands as the model.</source>
        <translation>Les bandes des images, pour tous les ensembles, qui correspondent à celles du modèle, par exemple « 4, 3, 2 ». Par défaut : les bandes sont associées par leur nom ; des images sans noms de bandes doivent avoir autant de bandes que le modèle.</translation>
    </message>
    <message>
        <source>Maximum images per set</source>
        <translation>Nombre maximal d'images par ensemble</translation>
    </message>
    <message>
        <source>At most this number of images or patches is drawn at random from each set. More give more precise results.</source>
        <translation>Au plus ce nombre d'images ou d'imagettes est tiré au hasard de chaque ensemble. Un plus grand nombre donne des résultats plus précis.</translation>
    </message>
    <message>
        <source>Random seed</source>
        <translation>Graine aléatoire</translation>
    </message>
    <message>
        <source>The same seed draws the same images.</source>
        <translation>La même graine tire les mêmes images.</translation>
    </message>
    <message>
        <source>Domain report</source>
        <translation>Rapport sur les domaines</translation>
    </message>
    <message>
        <source>An HTML page with the histograms and all measures.</source>
        <translation>Une page HTML avec les histogrammes et toutes les mesures.</translation>
    </message>
    <message>
        <source>KL divergence of log p(x) (nats)</source>
        <translation>Divergence KL de log p(x) (nats)</translation>
    </message>
    <message>
        <source>Kullback-Leibler divergence of the histogram of the first set from that of the reference images.</source>
        <translation>Divergence de Kullback-Leibler de l'histogramme du premier ensemble par rapport à celui des images de référence.</translation>
    </message>
    <message>
        <source>How well log p(x) separates the first set from the reference images: 0.5 not at all, 1 completely.</source>
        <translation>À quel point log p(x) sépare le premier ensemble des images de référence : 0,5 pas du tout, 1 entièrement.</translation>
    </message>
    <message>
        <source>FPR95 of log p(x) (0 to 1)</source>
        <translation>FPR95 de log p(x) (0 à 1)</translation>
    </message>
    <message>
        <source>Share of the first set above the threshold that 95 % of the reference images exceed.</source>
        <translation>Part du premier ensemble au-dessus du seuil que 95 % des images de référence dépassent.</translation>
    </message>
    <message>
        <source>All measures</source>
        <translation>Toutes les mesures</translation>
    </message>
    <message>
        <source>All measures of all scores and sets, as JSON text.</source>
        <translation>Toutes les mesures de tous les scores et ensembles, en texte JSON.</translation>
    </message>
    <message>
        <source>Compare polygons</source>
        <translation>Comparer des polygones</translation>
    </message>
    <message>
        <source>Compare predicted polygons with reference polygons: areas, objects, edges and vertices.</source>
        <translation>Comparer des polygones prédits avec des polygones de référence : surfaces, objets, côtés et sommets.</translation>
    </message>
    <message>
        <source>Beyond IoU, this measures how well the outlines fit: their distances, the directions of their edges, their numbers of vertices, and gaps and overlaps between neighbours. Polygons are matched one to one: as many pairs as possible with the minimum IoU (maximum matching, as in Assess accuracy). Outlines are compared pair by pair, and polygons without a match are counted. Corners are matched in their order along the outer ring. Lengths are measured in metres on the ground in every CRS, in pixels where layers without a CRS are in pixel coordinates.</source>
        <translation>Au-delà de l'IoU, cet algorithme mesure l'ajustement des contours : leurs distances, les directions de leurs côtés, leurs nombres de sommets, et les vides et recouvrements entre voisins. Les polygones sont appariés un à un : autant de paires que possible avec l'IoU minimal (couplage maximal, comme dans « Évaluer l'exactitude »). Les contours sont comparés paire par paire, et les polygones non appariés sont comptés. Les angles sont appariés dans leur ordre le long de l'anneau extérieur. Les longueurs sont mesurées en mètres au sol dans tout SCR, en pixels lorsque des couches sans SCR sont en coordonnées de pixels.</translation>
    </message>
    <message>
        <source>boundary iou</source>
        <translation>boundary iou</translation>
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
        <translation>contour</translation>
    </message>
    <message>
        <source>building</source>
        <translation>bâtiment</translation>
    </message>
    <message>
        <source>The polygons to assess.</source>
        <translation>Les polygones à évaluer.</translation>
    </message>
    <message>
        <source>The reference polygons, in any CRS.</source>
        <translation>Les polygones de référence, dans tout SCR.</translation>
    </message>
    <message>
        <source>The image that the polygons were extracted from. Both layers are clipped to it, so that objects outside the image do not count as missed. Default: all polygons of both layers count.</source>
        <translation>L'image dont les polygones ont été extraits. Les deux couches sont découpées selon elle, pour que les objets hors de l'image ne comptent pas comme manqués. Par défaut : tous les polygones des deux couches comptent.</translation>
    </message>
    <message>
        <source>The field of both layers with the class. Polygons of different classes never match. Default: all polygons are one class.</source>
        <translation>Le champ des deux couches qui contient la classe. Des polygones de classes différentes ne sont jamais appariés. Par défaut : tous les polygones forment une classe.</translation>
    </message>
    <message>
        <source>Score field</source>
        <translation>Champ de score</translation>
    </message>
    <message>
        <source>The numeric field of the prediction that ranks its polygons for the average precision. Default: the first of score, mean_probability and confidence that it has; without any, the average precision is left out.</source>
        <translation>Le champ numérique de la prédiction qui ordonne ses polygones pour la précision moyenne. Par défaut : le premier qu'elle possède parmi score, mean_probability et confidence ; sans aucun d'eux, la précision moyenne n'est pas calculée.</translation>
    </message>
    <message>
        <source>Minimum IoU (0 to 1)</source>
        <translation>IoU minimal (0 à 1)</translation>
    </message>
    <message>
        <source>A predicted and a reference polygon can only match if their intersection over union is at least this value.</source>
        <translation>Un polygone prédit et un polygone de référence ne peuvent être appariés que si leur intersection sur union atteint cette valeur.</translation>
    </message>
    <message>
        <source>Boundary width (m)</source>
        <translation>Largeur de bordure (m)</translation>
    </message>
    <message>
        <source>The boundary IoU compares a band of this width inside each outline.</source>
        <translation>Le boundary IoU compare une bande de cette largeur à l'intérieur de chaque contour.</translation>
    </message>
    <message>
        <source>Maximum gap width (m)</source>
        <translation>Largeur maximale des vides (m)</translation>
    </message>
    <message>
        <source>An opening between predicted polygons is a gap if it is narrower than this or enclosed, and if a reference polygon covers it.</source>
        <translation>Une ouverture entre des polygones prédits est un vide si elle est plus étroite que cela ou fermée, et si un polygone de référence la couvre.</translation>
    </message>
    <message>
        <source>Unmatched penalty (m)</source>
        <translation>Pénalité des non appariés (m)</translation>
    </message>
    <message>
        <source>In the mean PoLiS distance, each polygon without a match counts with this distance. No pair counts with more.</source>
        <translation>Dans la distance PoLiS moyenne, chaque polygone non apparié compte avec cette distance. Aucune paire ne compte avec davantage.</translation>
    </message>
    <message>
        <source>Comparison report</source>
        <translation>Rapport de comparaison</translation>
    </message>
    <message>
        <source>An HTML page with all measures, curves, a map of the errors and the worst polygons.</source>
        <translation>Une page HTML avec toutes les mesures, des courbes, une carte des erreurs et les pires polygones.</translation>
    </message>
    <message>
        <source>Objects</source>
        <translation>Objets</translation>
    </message>
    <message>
        <source>All predicted polygons and all missed reference polygons, with their status (matched, spurious or missed), IoU, distances, direction errors and numbers of vertices.</source>
        <translation>Tous les polygones prédits et tous les polygones de référence manqués, avec leur statut (matched : apparié, spurious : en trop, missed : manqué), IoU, distances, erreurs de direction et nombres de sommets.</translation>
    </message>
    <message>
        <source>Intersection over union of the areas that the layers cover.</source>
        <translation>Intersection sur union des surfaces que couvrent les couches.</translation>
    </message>
    <message>
        <source>Boundary IoU (0 to 1)</source>
        <translation>Boundary IoU (0 à 1)</translation>
    </message>
    <message>
        <source>IoU of a band inside each outline.</source>
        <translation>IoU d'une bande à l'intérieur de chaque contour.</translation>
    </message>
    <message>
        <source>Harmonic mean of object precision and object recall.</source>
        <translation>Moyenne harmonique de la précision et du rappel des objets.</translation>
    </message>
    <message>
        <source>Average precision, AP50-95 (0 to 1)</source>
        <translation>Précision moyenne, AP50-95 (0 à 1)</translation>
    </message>
    <message>
        <source>As defined by COCO: mean of IoU 0.5 to 0.95, ranked by score.</source>
        <translation>Définie comme par COCO : moyenne pour des IoU de 0,5 à 0,95, ordonnée par score.</translation>
    </message>
    <message>
        <source>Average precision at IoU 0.5 (0 to 1)</source>
        <translation>Précision moyenne à un IoU de 0,5 (0 à 1)</translation>
    </message>
    <message>
        <source>Matches have an IoU of at least 0.5.</source>
        <translation>Les paires ont un IoU d'au moins 0.5.</translation>
    </message>
    <message>
        <source>Average precision at IoU 0.75 (0 to 1)</source>
        <translation>Précision moyenne à un IoU de 0,75 (0 à 1)</translation>
    </message>
    <message>
        <source>Matches have an IoU of at least 0.75.</source>
        <translation>Les paires ont un IoU d'au moins 0.75.</translation>
    </message>
    <message>
        <source>PoLiS distance (m)</source>
        <translation>Distance PoLiS (m)</translation>
    </message>
    <message>
        <source>Mean distance of vertices from the other outline, with the unmatched penalty.</source>
        <translation>Distance moyenne des sommets à l'autre contour, avec la pénalité des non appariés.</translation>
    </message>
    <message>
        <source>PoLiS distance of pairs (m)</source>
        <translation>Distance PoLiS des paires (m)</translation>
    </message>
    <message>
        <source>PoLiS distance of the matched pairs only.</source>
        <translation>Distance PoLiS des seules paires appariées.</translation>
    </message>
    <message>
        <source>C-IoU (0 to 1)</source>
        <translation>C-IoU (0 à 1)</translation>
    </message>
    <message>
        <source>IoU, reduced where the numbers of vertices differ; 0 for polygons without a match.</source>
        <translation>IoU, réduit lorsque les nombres de sommets diffèrent ; 0 pour les polygones non appariés.</translation>
    </message>
    <message>
        <source>Corners within 0.5 m (0 to 1)</source>
        <translation>Angles à moins de 0,5 m (0 à 1)</translation>
    </message>
    <message>
        <source>Share of the corners of matched pairs.</source>
        <translation>Part des angles des paires appariées.</translation>
    </message>
    <message>
        <source>Corners within 1 m (0 to 1)</source>
        <translation>Angles à moins de 1 m (0 à 1)</translation>
    </message>
    <message>
        <source>Corners within 2 m (0 to 1)</source>
        <translation>Angles à moins de 2 m (0 à 1)</translation>
    </message>
    <message>
        <source>Corners within 4 m (0 to 1)</source>
        <translation>Angles à moins de 4 m (0 à 1)</translation>
    </message>
    <message>
        <source>Distance of corners, median (m)</source>
        <translation>Distance des angles, médiane (m)</translation>
    </message>
    <message>
        <source>50 % of the corners of matched reference polygons are nearer.</source>
        <translation>50 % des angles des polygones de référence appariés sont plus proches.</translation>
    </message>
    <message>
        <source>Vertex ratio</source>
        <translation>Rapport des nombres de sommets</translation>
    </message>
    <message>
        <source>Predicted vertices divided by reference vertices, of matched pairs.</source>
        <translation>Sommets prédits divisés par les sommets de référence, pour les paires appariées.</translation>
    </message>
    <message>
        <source>Direction error (°)</source>
        <translation>Erreur de direction (°)</translation>
    </message>
    <message>
        <source>Mean angle between predicted edges and the nearest reference edge, modulo 180°.</source>
        <translation>Angle moyen entre les côtés prédits et le côté de référence le plus proche, modulo 180°.</translation>
    </message>
    <message>
        <source>Direction error, 95 % (°)</source>
        <translation>Erreur de direction, 95 % (°)</translation>
    </message>
    <message>
        <source>95 % of the predicted edges, by length, have a smaller error.</source>
        <translation>95 % des côtés prédits, en longueur, ont une erreur plus petite.</translation>
    </message>
    <message>
        <source>Axis error (°)</source>
        <translation>Erreur d'axe (°)</translation>
    </message>
    <message>
        <source>Mean angle between predicted edges and the main axes of the reference polygon, modulo 90°.</source>
        <translation>Angle moyen entre les côtés prédits et les axes principaux du polygone de référence, modulo 90°.</translation>
    </message>
    <message>
        <source>Axis error, 95 % (°)</source>
        <translation>Erreur d'axe, 95 % (°)</translation>
    </message>
    <message>
        <source>Maximum tangent angle error, median (°)</source>
        <translation>Erreur maximale des tangentes, médiane (°)</translation>
    </message>
    <message>
        <source>Maximum tangent angle error of each pair, median of the pairs.</source>
        <translation>Erreur maximale de l'angle des tangentes de chaque paire, médiane des paires.</translation>
    </message>
    <message>
        <source>Maximum tangent angle error, mean (°)</source>
        <translation>Erreur maximale des tangentes, moyenne (°)</translation>
    </message>
    <message>
        <source>Maximum tangent angle error of each pair, mean of the pairs.</source>
        <translation>Erreur maximale de l'angle des tangentes de chaque paire, moyenne des paires.</translation>
    </message>
    <message>
        <source>Hausdorff distance, median (m)</source>
        <translation>Distance de Hausdorff, médiane (m)</translation>
    </message>
    <message>
        <source>Maximum distance between the outlines of a pair, median of the pairs.</source>
        <translation>Distance maximale entre les contours d'une paire, médiane des paires.</translation>
    </message>
    <message>
        <source>Hausdorff distance, maximum (m)</source>
        <translation>Distance de Hausdorff, maximum (m)</translation>
    </message>
    <message>
        <source>Maximum distance between the outlines of the worst pair.</source>
        <translation>Distance maximale entre les contours de la pire paire.</translation>
    </message>
    <message>
        <source>Gap area (m²)</source>
        <translation>Surface des vides (m²)</translation>
    </message>
    <message>
        <source>Area of the gaps between predicted polygons.</source>
        <translation>Surface des vides entre polygones prédits.</translation>
    </message>
    <message>
        <source>Overlap area (m²)</source>
        <translation>Surface des recouvrements (m²)</translation>
    </message>
    <message>
        <source>Area that more than one predicted polygon covers.</source>
        <translation>Surface que plus d'un polygone prédit couvre.</translation>
    </message>
    <message>
        <source>Invalid polygons</source>
        <translation>Polygones invalides</translation>
    </message>
    <message>
        <source>Number of invalid predicted polygons; they are repaired before the comparison.</source>
        <translation>Nombre de polygones prédits invalides ; ils sont réparés avant la comparaison.</translation>
    </message>
    <message>
        <source>Predicted polygons</source>
        <translation>Polygones prédits</translation>
    </message>
    <message>
        <source>Number of predicted polygons.</source>
        <translation>Nombre de polygones prédits.</translation>
    </message>
    <message>
        <source>Reference polygons</source>
        <translation>Polygones de référence</translation>
    </message>
    <message>
        <source>Number of reference polygons.</source>
        <translation>Nombre de polygones de référence.</translation>
    </message>
    <message>
        <source>Matched pairs</source>
        <translation>Paires appariées</translation>
    </message>
    <message>
        <source>Number of pairs of a predicted and a reference polygon that match.</source>
        <translation>Nombre de paires d'un polygone prédit et d'un polygone de référence appariés.</translation>
    </message>
    <message>
        <source>Predicted vertices</source>
        <translation>Sommets prédits</translation>
    </message>
    <message>
        <source>Number of vertices of all predicted polygons, without closing points.</source>
        <translation>Nombre de sommets de tous les polygones prédits, sans les points de fermeture.</translation>
    </message>
    <message>
        <source>Reference vertices</source>
        <translation>Sommets de référence</translation>
    </message>
    <message>
        <source>Number of vertices of all reference polygons, without closing points.</source>
        <translation>Nombre de sommets de tous les polygones de référence, sans les points de fermeture.</translation>
    </message>
    <message>
        <source>Pairs with different numbers of parts</source>
        <translation>Paires aux nombres de parties différents</translation>
    </message>
    <message>
        <source>Number of such matched pairs.</source>
        <translation>Nombre de ces paires appariées.</translation>
    </message>
    <message>
        <source>Pairs with different numbers of holes</source>
        <translation>Paires aux nombres de trous différents</translation>
    </message>
    <message>
        <source>Complete an image</source>
        <translation>Compléter une image</translation>
    </message>
    <message>
        <source>Fill the missing pixels of an image with likely values, from a joint energy-based model (JEM).</source>
        <translation>Remplir les pixels manquants d'une image avec des valeurs vraisemblables, par un modèle joint à base d'énergie (JEM).</translation>
    </message>
    <message>
        <source>Missing pixels are nodata pixels, the pixels of a mask, or salt-and-pepper noise that is detected. They are first interpolated. Stochastic gradient Langevin dynamics then refines them towards more likely values, while the valid pixels are kept. Large images are processed in overlapping tiles, without seams. Valid pixels and the georeference do not change.</source>
        <translation>Les pixels manquants sont les pixels nodata, les pixels d'un masque, ou le bruit poivre et sel qui est détecté. Ils sont d'abord interpolés. La dynamique de Langevin à gradient stochastique les affine ensuite vers des valeurs plus vraisemblables, tandis que les pixels valides sont conservés. Les grandes images sont traitées en tuiles qui se recouvrent, sans coutures. Les pixels valides et le géoréférencement ne changent pas.</translation>
    </message>
    <message>
        <source>The result is a likely image, not a measurement: use it for display, and for methods that need images without gaps. The image should have the resolution of the model (10 m for the bundled one).</source>
        <translation>Le résultat est une image vraisemblable, pas une mesure : utilisez-le pour l'affichage, et pour les méthodes qui demandent des images sans lacunes. L'image devrait avoir la résolution du modèle (10 m pour le modèle fourni).</translation>
    </message>
    <message>
        <source>inpainting</source>
        <translation>inpainting</translation>
    </message>
    <message>
        <source>gap filling</source>
        <translation>remplissage de lacunes</translation>
    </message>
    <message>
        <source>nodata</source>
        <translation>nodata</translation>
    </message>
    <message>
        <source>clouds</source>
        <translation>nuages</translation>
    </message>
    <message>
        <source>denoise</source>
        <translation>débruitage</translation>
    </message>
    <message>
        <source>salt and pepper</source>
        <translation>poivre et sel</translation>
    </message>
    <message>
        <source>langevin</source>
        <translation>langevin</translation>
    </message>
    <message>
        <source>repair</source>
        <translation>réparer</translation>
    </message>
    <message>
        <source>The image with missing pixels: any raster that GDAL reads, of any size.</source>
        <translation>L'image aux pixels manquants : tout raster que GDAL lit, de toute taille.</translation>
    </message>
    <message>
        <source>A model file (.safetensors) of the kind JEM from 'Train a scene classification model'. A plain classifier cannot be sampled. Default: the bundled model.</source>
        <translation>Un fichier de modèle (.safetensors) du type JEM issu d'« Entraîner un modèle de classification de scènes ». On ne peut pas tirer d'échantillons d'un simple classifieur. Par défaut : le modèle fourni.</translation>
    </message>
    <message>
        <source>Mask of missing pixels</source>
        <translation>Masque des pixels manquants</translation>
    </message>
    <message>
        <source>A raster, for example a cloud mask, in any CRS. Pixels with a value other than 0 are missing. Default: the nodata pixels of the image are missing.</source>
        <translation>Un raster, par exemple un masque de nuages, dans tout SCR. Les pixels d'une valeur autre que 0 manquent. Par défaut : les pixels nodata de l'image manquent.</translation>
    </message>
    <message>
        <source>Detect salt-and-pepper noise</source>
        <translation>Détecter le bruit poivre et sel</translation>
    </message>
    <message>
        <source>In each band, pixels are also missing if they have the minimum or maximum value of the band and differ from their neighbours. Nodata pixels then stay nodata.</source>
        <translation>Dans chaque bande, les pixels manquent aussi s'ils ont la valeur minimale ou maximale de la bande et diffèrent de leurs voisins. Les pixels nodata restent alors nodata.</translation>
    </message>
    <message>
        <source>Sampling steps</source>
        <translation>Étapes d'échantillonnage</translation>
    </message>
    <message>
        <source>Maximum number of steps that refine the interpolation. 0 = interpolation only.</source>
        <translation>Nombre maximal d'étapes qui affinent l'interpolation. 0 = interpolation seulement.</translation>
    </message>
    <message>
        <source>Target likelihood (0 to 1)</source>
        <translation>Vraisemblance visée (0 à 1)</translation>
    </message>
    <message>
        <source>The fill is refined until its likelihood reaches this percentile of the training images. Higher values add more texture, but depart more from plain interpolation.</source>
        <translation>Le remplissage est affiné jusqu'à ce que sa vraisemblance atteigne ce percentile des images d'entraînement. Des valeurs plus élevées ajoutent plus de texture, mais s'écartent plus de la simple interpolation.</translation>
    </message>
    <message>
        <source>The same seed on the same computer gives the same images.</source>
        <translation>La même graine sur le même ordinateur donne les mêmes images.</translation>
    </message>
    <message>
        <source>Completed image</source>
        <translation>Image complétée</translation>
    </message>
    <message>
        <source>A GeoTIFF with the bands of the model, in the data type of the image.</source>
        <translation>Un GeoTIFF avec les bandes du modèle, dans le type de données de l'image.</translation>
    </message>
    <message>
        <source>Share of filled values (0 to 1)</source>
        <translation>Part des valeurs remplies (0 à 1)</translation>
    </message>
    <message>
        <source>Share of the values of all bands that were filled.</source>
        <translation>Part des valeurs de toutes les bandes qui ont été remplies.</translation>
    </message>
    <message>
        <source>Describe a model</source>
        <translation>Décrire un modèle</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modèles</translation>
    </message>
    <message>
        <source>Describe a model file: what it finds, what image it needs, how accurate it is, and who may use it.</source>
        <translation>Décrire un fichier de modèle : ce qu'il trouve, quelle image il demande, quelle est son exactitude, et qui peut l'utiliser.</translation>
    </message>
    <message>
        <source>The text comes from the model's card, which each model file holds. The report has all of it: bands, pixel size and data type of the images, classes with their colours, the figures of accuracy and what they were measured on, licence and attribution of the training data, network, stride and halo, and the settings of the training.</source>
        <translation>Le texte vient de la fiche du modèle, que contient chaque fichier de modèle. Le rapport la montre en entier : bandes, taille de pixel et type de données des images, classes avec leurs couleurs, chiffres d'exactitude et données sur lesquelles ils ont été mesurés, licence et attribution des données d'entraînement, réseau, pas et marge, et réglages de l'entraînement.</translation>
    </message>
    <message>
        <source>model card</source>
        <translation>fiche de modèle</translation>
    </message>
    <message>
        <source>metadata</source>
        <translation>métadonnées</translation>
    </message>
    <message>
        <source>licence</source>
        <translation>licence</translation>
    </message>
    <message>
        <source>license</source>
        <translation>license</translation>
    </message>
    <message>
        <source>classes</source>
        <translation>classes</translation>
    </message>
    <message>
        <source>bands</source>
        <translation>bandes</translation>
    </message>
    <message>
        <source>resolution</source>
        <translation>résolution</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>exactitude</translation>
    </message>
    <message>
        <source>safetensors</source>
        <translation>safetensors</translation>
    </message>
    <message>
        <source>A model file (.safetensors) of any task.</source>
        <translation>Un fichier de modèle (.safetensors) de n'importe quelle tâche.</translation>
    </message>
    <message>
        <source>Model report</source>
        <translation>Rapport sur le modèle</translation>
    </message>
    <message>
        <source>An HTML page with everything on the model's card.</source>
        <translation>Une page HTML avec tout ce que contient la fiche du modèle.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>The model's name.</source>
        <translation>Le nom du modèle.</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Tâche</translation>
    </message>
    <message>
        <source>What kind of model it is, for example 'segmentation'.</source>
        <translation>De quel type de modèle il s'agit, par exemple « segmentation ».</translation>
    </message>
    <message>
        <source>Names of its classes, or of the bands of the image that it makes.</source>
        <translation>Noms de ses classes, ou des bandes de l'image qu'il produit.</translation>
    </message>
    <message>
        <source>Bands</source>
        <translation>Bandes</translation>
    </message>
    <message>
        <source>Names of the bands that it needs, in its order.</source>
        <translation>Noms des bandes qu'il demande, dans son ordre.</translation>
    </message>
    <message>
        <source>Number of bands</source>
        <translation>Nombre de bandes</translation>
    </message>
    <message>
        <source>How many bands it needs, of all its images.</source>
        <translation>Combien de bandes il demande, pour toutes ses images.</translation>
    </message>
    <message>
        <source>Resolution (m)</source>
        <translation>Résolution (m)</translation>
    </message>
    <message>
        <source>Pixel size on the ground that it was trained at.</source>
        <translation>Taille de pixel au sol à laquelle il a été entraîné.</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licence</translation>
    </message>
    <message>
        <source>Licence of the model, or of its training data.</source>
        <translation>Licence du modèle, ou de ses données d'entraînement.</translation>
    </message>
    <message>
        <source>Main figures</source>
        <translation>Chiffres principaux</translation>
    </message>
    <message>
        <source>The main figures, and what they were measured on.</source>
        <translation>Les chiffres principaux, et les données sur lesquelles ils ont été mesurés.</translation>
    </message>
    <message>
        <source>Main figure of accuracy</source>
        <translation>Chiffre principal d'exactitude</translation>
    </message>
    <message>
        <source>The first of these figures.</source>
        <translation>Le premier de ces chiffres.</translation>
    </message>
    <message>
        <source>Size (MB)</source>
        <translation>Taille (Mo)</translation>
    </message>
    <message>
        <source>Size of the file.</source>
        <translation>Taille du fichier.</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Poids</translation>
    </message>
    <message>
        <source>Number of weights.</source>
        <translation>Nombre de poids.</translation>
    </message>
    <message>
        <source>Detect change</source>
        <translation>Détecter les changements</translation>
    </message>
    <message>
        <source>Series and change</source>
        <translation>Séries et changements</translation>
    </message>
    <message>
        <source>Detect what changed between two images of one place, with a false alarm rate that is measured.</source>
        <translation>Détecter ce qui a changé entre deux images d'un même lieu, avec un taux de fausses alarmes mesuré.</translation>
    </message>
    <message>
        <source>Every pixel gets a score of change, without training. Groups of pixels above a threshold become polygons. Give polygons of stable area, where nothing changed: the threshold is then the score that the chosen share of this area exceeds, and the report shows how well this holds in one half of the area with the threshold of the other half. Images of the place at other dates, before the event, calibrate it as well. Without both the threshold is a guess, which about the chosen share of all pixels reaches even where nothing changed; the report calls it 'not calibrated', and the score map is the result. The images can have different grids and CRSs; small shifts between them are corrected. Places that are nodata or masked on one date stay nodata.</source>
        <translation>Chaque pixel reçoit un score de changement, sans entraînement. Les groupes de pixels au-dessus d'un seuil deviennent des polygones. Donnez des polygones d'une zone stable, où rien n'a changé : le seuil est alors le score que dépasse la part choisie de cette zone, et le rapport montre dans quelle mesure cela tient dans une moitié de la zone avec le seuil de l'autre moitié. Des images du lieu à d'autres dates, avant l'événement, le calibrent aussi. Sans l'un ni l'autre, le seuil est une estimation, qu'environ la part choisie de tous les pixels atteint même là où rien n'a changé ; le rapport l'indique « non calibré », et c'est la carte des scores qui est le résultat. Les images peuvent avoir des grilles et des SCR différents ; de petits décalages entre elles sont corrigés. Les lieux nodata ou masqués à une date restent nodata.</translation>
    </message>
    <message>
        <source>Of a series, the first images are the history of each pixel, and the later ones are monitored: what the history, with its seasons if it is long enough, does not predict is a change, with its date. A history of six dates or more calibrates the threshold if there is no stable area.</source>
        <translation>D'une série, les premières images sont l'historique de chaque pixel, et les suivantes sont surveillées : ce que l'historique, avec ses saisons s'il est assez long, ne prédit pas est un changement, avec sa date. Un historique d'au moins six dates calibre le seuil s'il n'y a pas de zone stable.</translation>
    </message>
    <message>
        <source>With many examples of changes, train a segmentation on both dates instead: it has several images as input.</source>
        <translation>Avec de nombreux exemples de changements, entraînez plutôt une segmentation sur les deux dates : elle accepte plusieurs images en entrée.</translation>
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
        <translation>analyse du vecteur de changement</translation>
    </message>
    <message>
        <source>difference</source>
        <translation>différence</translation>
    </message>
    <message>
        <source>deforestation</source>
        <translation>déforestation</translation>
    </message>
    <message>
        <source>burnt area</source>
        <translation>surface brûlée</translation>
    </message>
    <message>
        <source>time series</source>
        <translation>série temporelle</translation>
    </message>
    <message>
        <source>Image before</source>
        <translation>Image avant</translation>
    </message>
    <message>
        <source>The earlier image. The result has its pixels, extended to cover both images. Default: a series is given.</source>
        <translation>L'image la plus ancienne. Le résultat a ses pixels, étendus pour couvrir les deux images. Par défaut : une série est donnée.</translation>
    </message>
    <message>
        <source>Image after</source>
        <translation>Image après</translation>
    </message>
    <message>
        <source>The later image, with the same bands, in any CRS and resolution. Default: a series is given.</source>
        <translation>L'image la plus récente, avec les mêmes bandes, dans tout SCR et à toute résolution. Par défaut : une série est donnée.</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Images</translation>
    </message>
    <message>
        <source>Instead of images before and after: a series of at least 4 images of different dates with the same bands. Default: images before and after.</source>
        <translation>Au lieu d'images avant et après : une série d'au moins 4 images de dates différentes avec les mêmes bandes. Par défaut : images avant et après.</translation>
    </message>
    <message>
        <source>Dates</source>
        <translation>Dates</translation>
    </message>
    <message>
        <source>The date of each image of the series, in the order of the images and separated by semicolons, for example '2019-06-01; 2019-08-15'. Default: those in the names of the files, or in their tags.</source>
        <translation>La date de chaque image de la série, dans l'ordre des images et séparées par des points-virgules, par exemple « 2019-06-01; 2019-08-15 ». Par défaut : celles des noms de fichiers, ou de leurs métadonnées.</translation>
    </message>
    <message>
        <source>Start of monitoring</source>
        <translation>Début de la surveillance</translation>
    </message>
    <message>
        <source>Images of the series before this date are the history, in which nothing is sought; changes are sought from this date on, for example '2020-06-01'. Default: the first half of the images is the history.</source>
        <translation>Les images de la série avant cette date sont l'historique, dans lequel rien n'est cherché ; les changements sont cherchés à partir de cette date, par exemple « 2020-06-01 ». Par défaut : la première moitié des images est l'historique.</translation>
    </message>
    <message>
        <source>'IR-MAD' finds what no linear relation between the two dates explains. It needs no calibrated images and is the best choice for digital numbers. 'spectral angle' compares the shapes of the spectra, whatever their brightness, and finds gradual damage to vegetation in calibrated reflectance. 'magnitude' is the length of the change vector of normalized bands. 'index' is the difference of an index. 'model' compares the image after with the image before as a time series model paints it for that date, so season and haze do not count. 'auto' combines the ranks of IR-MAD and spectral angle for reflectance, and is IR-MAD for other values.</source>
        <translation>« IR-MAD » trouve ce qu'aucune relation linéaire entre les deux dates n'explique. Il ne demande pas d'images calibrées et est le meilleur choix pour les comptes numériques. « spectral angle » compare les formes des spectres, quelle que soit leur luminosité, et trouve les dommages graduels à la végétation en réflectance calibrée. « magnitude » est la longueur du vecteur de changement des bandes normalisées. « index » est la différence d'un indice. « model » compare l'image après avec l'image avant telle qu'un modèle de séries temporelles la peint pour cette date, de sorte que saison et brume ne comptent pas. « auto » combine les rangs d'IR-MAD et de l'angle spectral pour la réflectance, et est IR-MAD pour les autres valeurs.</translation>
    </message>
    <message>
        <source>magnitude</source>
        <translation>magnitude</translation>
    </message>
    <message>
        <source>index</source>
        <translation>indice</translation>
    </message>
    <message>
        <source>model</source>
        <translation>modèle</translation>
    </message>
    <message>
        <source>Index</source>
        <translation>Indice</translation>
    </message>
    <message>
        <source>Only for the method 'index': a formula of the names of the bands. A band name that starts with a digit gets an underscore in front.</source>
        <translation>Seulement pour la méthode « index » : une formule des noms des bandes. Un nom de bande qui commence par un chiffre est précédé d'un tiret bas.</translation>
    </message>
    <message>
        <source>Direction of the index</source>
        <translation>Sens de l'indice</translation>
    </message>
    <message>
        <source>Only for the method 'index': any change, or only a decrease or an increase, such as a decrease of the NDVI where forest is cleared.</source>
        <translation>Seulement pour la méthode « index » : tout changement, ou seulement une baisse ou une hausse, par exemple une baisse du NDVI là où la forêt est défrichée.</translation>
    </message>
    <message>
        <source>any</source>
        <translation>tout changement</translation>
    </message>
    <message>
        <source>decrease</source>
        <translation>baisse</translation>
    </message>
    <message>
        <source>increase</source>
        <translation>hausse</translation>
    </message>
    <message>
        <source>Only for the method 'model': a model from 'Train a time series model', of images like these. Default: none.</source>
        <translation>Seulement pour la méthode « model » : un modèle issu d'« Entraîner un modèle de séries temporelles », fait pour de telles images. Par défaut : aucun.</translation>
    </message>
    <message>
        <source>Stable area</source>
        <translation>Zone stable</translation>
    </message>
    <message>
        <source>Polygons (in any CRS) where nothing changed, of all kinds of land cover. They calibrate the threshold. Default: the threshold is not calibrated.</source>
        <translation>Des polygones (dans tout SCR) où rien n'a changé, de tous les types d'occupation du sol. Ils calibrent le seuil. Par défaut : le seuil n'est pas calibré.</translation>
    </message>
    <message>
        <source>Images without the event</source>
        <translation>Images sans l'événement</translation>
    </message>
    <message>
        <source>With images before and after: the same place at other dates before the event, best of the same season of other years. Nothing has happened between them and the image before, so their differences calibrate the threshold if there is no stable area. Default: none.</source>
        <translation>Avec des images avant et après : le même lieu à d'autres dates avant l'événement, de préférence à la même saison d'autres années. Rien ne s'est passé entre elles et l'image avant ; leurs différences calibrent donc le seuil s'il n'y a pas de zone stable. Par défaut : aucune.</translation>
    </message>
    <message>
        <source>False alarms (%)</source>
        <translation>Fausses alarmes (%)</translation>
    </message>
    <message>
        <source>Share of the unchanged pixels that may reach the threshold.</source>
        <translation>Part des pixels inchangés qui peut atteindre le seuil.</translation>
    </message>
    <message>
        <source>Minimum area (m²)</source>
        <translation>Surface minimale (m²)</translation>
    </message>
    <message>
        <source>Changes with a smaller area on the ground are left out. Default: 4 pixels.</source>
        <translation>Les changements de plus petite surface au sol sont laissés de côté. Par défaut : 4 pixels.</translation>
    </message>
    <message>
        <source>Correct shifts</source>
        <translation>Corriger les décalages</translation>
    </message>
    <message>
        <source>Estimate the shift between the images and correct up to 2 px.</source>
        <translation>Estimer le décalage entre les images et le corriger jusqu'à 2 px.</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>Masques</translation>
    </message>
    <message>
        <source>One raster for each image (before, after, then those without the event), or one for all: scene classes of Sentinel-2 (SCL), quality bits of Landsat, or any raster that is not 0 where the image cannot be used. Default: nodata only.</source>
        <translation>Un raster par image (avant, après, puis celles sans l'événement), ou un pour toutes : classes de scène de Sentinel-2 (SCL), bits de qualité de Landsat, ou tout raster qui n'est pas 0 là où l'image ne peut pas être utilisée. Par défaut : nodata seulement.</translation>
    </message>
    <message>
        <source>The bands that count, for both images, for example '4, 3, 2'. Default: all bands.</source>
        <translation>Les bandes qui comptent, pour les deux images, par exemple « 4, 3, 2 ». Par défaut : toutes les bandes.</translation>
    </message>
    <message>
        <source>Only pixels inside these polygons (in any CRS) count; all others become nodata. Default: the whole images.</source>
        <translation>Seuls comptent les pixels à l'intérieur de ces polygones (dans tout SCR) ; tous les autres deviennent nodata. Par défaut : les images entières.</translation>
    </message>
    <message>
        <source>Objects of a map</source>
        <translation>Objets d'une carte</translation>
    </message>
    <message>
        <source>Polygons (in any CRS), such as parcels, buildings or the result of Update map. Each change gets the number of objects that it touches, and their positions in the layer. Default: none.</source>
        <translation>Des polygones (dans tout SCR), par exemple des parcelles, des bâtiments ou le résultat de « Mettre à jour une carte ». Chaque changement reçoit le nombre d'objets qu'il touche, et leurs positions dans la couche. Par défaut : aucun.</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Score</translation>
    </message>
    <message>
        <source>A GeoTIFF with the score of change; the higher, the more likely. 'auto' on reflectance adds the scores of IR-MAD and spectral angle as bands 2 and 3, 'index' its change with the sign. Nodata where one of the dates is.</source>
        <translation>Un GeoTIFF avec le score de changement ; plus il est élevé, plus le changement est vraisemblable. « auto » sur de la réflectance ajoute les scores d'IR-MAD et de l'angle spectral comme bandes 2 et 3, « index » son changement avec le signe. Nodata là où l'une des dates l'est.</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Changements</translation>
    </message>
    <message>
        <source>Polygons of the changes with their area (area_m2), the mean score (mean_score), the dates as far as they are known (date_before, date_after), the date of the change in a series (date), the mean change of an index (index_change) and what it means (meaning), and, with objects of a map, their number (objects_count) and positions from 1 (objects).</source>
        <translation>Des polygones des changements avec leur surface (area_m2), le score moyen (mean_score), les dates dans la mesure où elles sont connues (date_before, date_after), la date du changement dans une série (date), le changement moyen d'un indice (index_change) et ce qu'il signifie (meaning) et, avec des objets d'une carte, leur nombre (objects_count) et leurs positions à partir de 1 (objects).</translation>
    </message>
    <message>
        <source>Objects with their changes</source>
        <translation>Objets avec leurs changements</translation>
    </message>
    <message>
        <source>The objects of the map with their fields, the number of changes that touch each (changes_count) and the share of its area that changed (changed_share, from 0 to 1).</source>
        <translation>Les objets de la carte avec leurs champs, le nombre de changements qui touchent chacun (changes_count) et la part de sa surface qui a changé (changed_share, de 0 à 1).</translation>
    </message>
    <message>
        <source>Change report</source>
        <translation>Rapport sur les changements</translation>
    </message>
    <message>
        <source>An HTML page with the dates, the method, the threshold, what is known of false alarms, and a map.</source>
        <translation>Une page HTML avec les dates, la méthode, le seuil, ce que l'on sait des fausses alarmes, et une carte.</translation>
    </message>
    <message>
        <source>Number of polygons.</source>
        <translation>Nombre de polygones.</translation>
    </message>
    <message>
        <source>Changed area (m²)</source>
        <translation>Surface changée (m²)</translation>
    </message>
    <message>
        <source>Area of all polygons on the ground.</source>
        <translation>Surface au sol de tous les polygones.</translation>
    </message>
    <message>
        <source>Threshold of the score</source>
        <translation>Seuil du score</translation>
    </message>
    <message>
        <source>The score from which on pixels count as changed.</source>
        <translation>Le score à partir duquel les pixels comptent comme changés.</translation>
    </message>
    <message>
        <source>Calibrated</source>
        <translation>Calibré</translation>
    </message>
    <message>
        <source>Whether stable area, or dates without the event, have set the threshold.</source>
        <translation>Si une zone stable, ou des dates sans l'événement, ont fixé le seuil.</translation>
    </message>
    <message>
        <source>Share of the stable area that lies within changes; none without stable area.</source>
        <translation>Part de la zone stable qui se trouve dans des changements ; aucune sans zone stable.</translation>
    </message>
    <message>
        <source>Detect objects</source>
        <translation>Détecter des objets</translation>
    </message>
    <message>
        <source>Polygons</source>
        <translation>Polygones</translation>
    </message>
    <message>
        <source>Find the objects on an image, such as vehicles, trees or ships, as boxes with a class and a score.</source>
        <translation>Trouver les objets d'une image, par exemple des véhicules, des arbres ou des navires, comme boîtes avec une classe et un score.</translation>
    </message>
    <message>
        <source>The model is a detector of other software, such as YOLO, which 'Import a model' makes of an ONNX file. It runs on tiles that overlap. Each object is taken once, from the tile in which it lies farthest from the end; an object that no tile has whole is put together from its parts. Images can be of any size. Where outlines are wanted instead of boxes, use 'Extract polygons'. The engine needs packages of its own for this, which 'Set up the engine' adds: 'Packages for ONNX models'.</source>
        <translation>Le modèle est un détecteur d'un autre logiciel, par exemple YOLO, que « Importer un modèle (ONNX) » fait d'un fichier ONNX. Il est exécuté sur des tuiles qui se recouvrent. Chaque objet est pris une fois, de la tuile où il est le plus loin du bord ; un objet qu'aucune tuile ne contient en entier est assemblé de ses parties. Les images peuvent être de toute taille. Si vous voulez des contours au lieu de boîtes, utilisez « Extraire des polygones ». Le moteur demande pour cela des paquets supplémentaires, qu'ajoute « Installer le moteur » : « Paquets pour les modèles ONNX ».</translation>
    </message>
    <message>
        <source>object detection</source>
        <translation>détection d'objets</translation>
    </message>
    <message>
        <source>detector</source>
        <translation>détecteur</translation>
    </message>
    <message>
        <source>yolo</source>
        <translation>yolo</translation>
    </message>
    <message>
        <source>bounding boxes</source>
        <translation>boîtes englobantes</translation>
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
        <translation>compter des objets</translation>
    </message>
    <message>
        <source>cars</source>
        <translation>voitures</translation>
    </message>
    <message>
        <source>ships</source>
        <translation>navires</translation>
    </message>
    <message>
        <source>trees</source>
        <translation>arbres</translation>
    </message>
    <message>
        <source>An image with the bands that the model was trained on.</source>
        <translation>Une image avec les bandes sur lesquelles le modèle a été entraîné.</translation>
    </message>
    <message>
        <source>A detection model, from 'Import a model'. It contains the bands, the resolution, the scaling of the values and the classes.</source>
        <translation>Un modèle de détection, issu d'« Importer un modèle (ONNX) ». Il contient les bandes, la résolution, la mise à l'échelle des valeurs et les classes.</translation>
    </message>
    <message>
        <source>Only objects whose middle lies inside these polygons are found. They can be in any CRS. Default: the whole image.</source>
        <translation>Seuls les objets dont le milieu est à l'intérieur de ces polygones sont trouvés. Ils peuvent être dans tout SCR. Par défaut : toute l'image.</translation>
    </message>
    <message>
        <source>Minimum score (0 to 1)</source>
        <translation>Score minimal (0 à 1)</translation>
    </message>
    <message>
        <source>A lower value finds more objects, but also more false ones. Default: the value stored in the model.</source>
        <translation>Une valeur plus basse trouve plus d'objets, mais aussi plus de faux. Par défaut : la valeur enregistrée dans le modèle.</translation>
    </message>
    <message>
        <source>IoU of one object (0 to 1)</source>
        <translation>IoU d'un même objet (0 à 1)</translation>
    </message>
    <message>
        <source>Boxes of one class that overlap more, by their intersection over union, are taken to mean one object; the one with the highest score stays. Default: the value stored in the model.</source>
        <translation>Des boîtes d'une classe qui se recouvrent davantage, selon leur intersection sur union, sont prises pour un seul objet ; celle au score le plus élevé reste. Par défaut : la valeur enregistrée dans le modèle.</translation>
    </message>
    <message>
        <source>Overlap (px)</source>
        <translation>Recouvrement (px)</translation>
    </message>
    <message>
        <source>What neighbouring tiles share, best more than the largest objects; at most three quarters of a tile. Default: the value stored in the model.</source>
        <translation>Ce que partagent des tuiles voisines, de préférence plus que les plus grands objets ; au plus trois quarts d'une tuile. Par défaut : la valeur enregistrée dans le modèle.</translation>
    </message>
    <message>
        <source>A box for each object, with its class (class, class_name), the score (0 to 1), its area (area_m2) and how it was found (status: whole, merged = put together from parts in several tiles, cut = a part whose rest was not found).</source>
        <translation>Une boîte par objet, avec sa classe (class, class_name), le score (0 à 1), sa surface (area_m2) et la façon dont il a été trouvé (status : whole = entier, merged = assemblé de parties de plusieurs tuiles, cut = une partie dont le reste n'a pas été trouvé).</translation>
    </message>
    <message>
        <source>Number of objects</source>
        <translation>Nombre d'objets</translation>
    </message>
    <message>
        <source>Number of boxes in the result.</source>
        <translation>Nombre de boîtes dans le résultat.</translation>
    </message>
    <message>
        <source>Cut objects</source>
        <translation>Objets coupés</translation>
    </message>
    <message>
        <source>How many of them are parts whose rest was not found.</source>
        <translation>Combien d'entre eux sont des parties dont le reste n'a pas été trouvé.</translation>
    </message>
    <message>
        <source>Export a model (ONNX)</source>
        <translation>Exporter un modèle (ONNX)</translation>
    </message>
    <message>
        <source>Export a model as an ONNX file, for Deepness and other software that runs networks.</source>
        <translation>Exporter un modèle comme fichier ONNX, pour Deepness et d'autres logiciels qui exécutent des réseaux.</translation>
    </message>
    <message>
        <source>The file has the metadata that the plugin Deepness reads: kind of model, classes, pixel size, tile size, overlap and the normalization of the values. The network gives the probabilities of the classes, or the values of the image that it makes, for tiles of one size. With the overlap in the metadata, tiles have the pixels of one pass. The engine needs packages of its own for this, which 'Set up the engine' adds: 'Packages for ONNX models'.</source>
        <translation>Le fichier a les métadonnées que lit l'extension Deepness : type de modèle, classes, taille de pixel, taille de tuile, recouvrement et normalisation des valeurs. Le réseau donne les probabilités des classes, ou les valeurs de l'image qu'il produit, pour des tuiles d'une seule taille. Avec le recouvrement des métadonnées, les tuiles ont les pixels d'un seul passage. Le moteur demande pour cela des paquets supplémentaires, qu'ajoute « Installer le moteur » : « Paquets pour les modèles ONNX ».</translation>
    </message>
    <message>
        <source>convert</source>
        <translation>convertir</translation>
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
        <translation>interopérabilité</translation>
    </message>
    <message>
        <source>share a model</source>
        <translation>partager un modèle</translation>
    </message>
    <message>
        <source>netron</source>
        <translation>netron</translation>
    </message>
    <message>
        <source>A model for segmentation, polygons, translation, super-resolution or scenes, of a single image. Of a polygons model, the classes are written, of a super-resolution model the faithful image.</source>
        <translation>Un modèle de segmentation, de polygones, de traduction, de super-résolution ou de scènes, pour une seule image. D'un modèle de polygones, ce sont les classes qui sont écrites, d'un modèle de super-résolution l'image fidèle.</translation>
    </message>
    <message>
        <source>Tile size (px)</source>
        <translation>Taille de tuile (px)</translation>
    </message>
    <message>
        <source>Side of the tiles for which the network is written, a multiple of its stride. Default: four times the margin that the network needs, at least 512; of a model of scenes, its patches.</source>
        <translation>Côté des tuiles pour lesquelles le réseau est écrit, un multiple de son pas. Par défaut : quatre fois la marge dont le réseau a besoin, au moins 512 ; pour un modèle de scènes, ses imagettes.</translation>
    </message>
    <message>
        <source>ONNX file</source>
        <translation>Fichier ONNX</translation>
    </message>
    <message>
        <source>The network with its metadata.</source>
        <translation>Le réseau avec ses métadonnées.</translation>
    </message>
    <message>
        <source>ONNX files</source>
        <translation>Fichiers ONNX</translation>
    </message>
    <message>
        <source>STAC item</source>
        <translation>Élément STAC</translation>
    </message>
    <message>
        <source>A JSON file that describes the model for catalogues, with the fields of STAC's Machine Learning Model extension. Write it to the folder of the ONNX file.</source>
        <translation>Un fichier JSON qui décrit le modèle pour des catalogues, avec les champs de l'extension Machine Learning Model de STAC. Écrivez-le dans le dossier du fichier ONNX.</translation>
    </message>
    <message>
        <source>STAC items</source>
        <translation>Éléments STAC</translation>
    </message>
    <message>
        <source>Model type</source>
        <translation>Type de modèle</translation>
    </message>
    <message>
        <source>The kind of model, as Deepness calls it.</source>
        <translation>Le type du modèle, comme Deepness le nomme.</translation>
    </message>
    <message>
        <source>Overlap (%)</source>
        <translation>Recouvrement (%)</translation>
    </message>
    <message>
        <source>Overlap of the tiles in percent of their side.</source>
        <translation>Recouvrement des tuiles en pour cent de leur côté.</translation>
    </message>
    <message>
        <source>Extract buildings</source>
        <translation>Extraire les bâtiments</translation>
    </message>
    <message>
        <source>Extract the buildings from an aerial or satellite image with a resolution of 0.07 to 1 m, as polygons.</source>
        <translation>Extraire les bâtiments d'une image aérienne ou satellite d'une résolution de 0,07 à 1 m, comme polygones.</translation>
    </message>
    <message>
        <source>The image is classified with the bundled building model, or with one of your own. The outlines of the buildings become polygons with few vertices, and with right angles where the image allows it. Touching buildings get polygons of their own that share their edges. New fields give their area and their mean probability. Images can be of any size. Areas are measured on the ellipsoid.</source>
        <translation>L'image est classée avec le modèle de bâtiments fourni, ou avec l'un des vôtres. Les contours des bâtiments deviennent des polygones avec peu de sommets, et avec des angles droits là où l'image le permet. Les bâtiments qui se touchent reçoivent chacun un polygone et partagent leurs côtés. De nouveaux champs donnent leur surface et leur probabilité moyenne. Les images peuvent être de toute taille. Les surfaces sont mesurées sur l'ellipsoïde.</translation>
    </message>
    <message>
        <source>house</source>
        <translation>maison</translation>
    </message>
    <message>
        <source>roof</source>
        <translation>toit</translation>
    </message>
    <message>
        <source>footprint</source>
        <translation>emprise au sol</translation>
    </message>
    <message>
        <source>aerial image</source>
        <translation>image aérienne</translation>
    </message>
    <message>
        <source>orthophoto</source>
        <translation>orthophoto</translation>
    </message>
    <message>
        <source>vectorize</source>
        <translation>vectoriser</translation>
    </message>
    <message>
        <source>detect</source>
        <translation>détecter</translation>
    </message>
    <message>
        <source>footprints</source>
        <translation>emprises</translation>
    </message>
    <message>
        <source>A segmentation model with a building class, for example the bundled model fine-tuned for your region. Default: the bundled model.</source>
        <translation>Un modèle de segmentation avec une classe bâtiment, par exemple le modèle fourni affiné pour votre région. Par défaut : le modèle fourni.</translation>
    </message>
    <message>
        <source>The further images of a model that was trained with several, such as a multispectral image beside a panchromatic one, in the model's order. They may have another resolution, extent and CRS than the image; bands are matched by name. Default: none, for a model of one image.</source>
        <translation>Les autres images d'un modèle entraîné avec plusieurs, par exemple une image multispectrale à côté d'une panchromatique, dans l'ordre du modèle. Elles peuvent avoir une autre résolution, une autre emprise et un autre SCR que l'image ; les bandes sont associées par leur nom. Par défaut : aucune, pour un modèle d'une seule image.</translation>
    </message>
    <message>
        <source>Buildings are extracted only inside these polygons, in any CRS. Default: the whole image.</source>
        <translation>Les bâtiments ne sont extraits qu'à l'intérieur de ces polygones, dans tout SCR. Par défaut : toute l'image.</translation>
    </message>
    <message>
        <source>Buildings with a smaller area on the ground are left out.</source>
        <translation>Les bâtiments de plus petite surface au sol sont laissés de côté.</translation>
    </message>
    <message>
        <source>Minimum hole area (m²)</source>
        <translation>Surface minimale des trous (m²)</translation>
    </message>
    <message>
        <source>Smaller holes (courtyards) inside buildings are filled.</source>
        <translation>Les trous plus petits (cours) dans les bâtiments sont remplis.</translation>
    </message>
    <message>
        <source>Probability threshold (0 to 1)</source>
        <translation>Seuil de probabilité (0 à 1)</translation>
    </message>
    <message>
        <source>Pixels with at least this probability are building. A lower value finds more buildings, but also more false ones. Default: the threshold stored in the model.</source>
        <translation>Les pixels d'au moins cette probabilité sont du bâtiment. Une valeur plus basse trouve plus de bâtiments, mais aussi plus de faux. Par défaut : le seuil enregistré dans le modèle.</translation>
    </message>
    <message>
        <source>Keep touching buildings apart</source>
        <translation>Séparer les bâtiments qui se touchent</translation>
    </message>
    <message>
        <source>Touching buildings become polygons of their own with shared edges, divided where the probability is lower between them.</source>
        <translation>Les bâtiments qui se touchent deviennent des polygones séparés aux côtés partagés, divisés là où la probabilité est plus basse entre eux.</translation>
    </message>
    <message>
        <source>Seed threshold (0 to 1)</source>
        <translation>Seuil de germe (0 à 1)</translation>
    </message>
    <message>
        <source>Minimum probability of the pixels where a building starts. Buildings grow from there down to the probability threshold. Default: the seed threshold stored in the model, otherwise 0.9.</source>
        <translation>Probabilité minimale des pixels où un bâtiment commence. De là, les bâtiments croissent jusqu'au seuil de probabilité. Par défaut : le seuil de germe enregistré dans le modèle, sinon 0.9.</translation>
    </message>
    <message>
        <source>Test-time augmentation</source>
        <translation>Augmentation à l'inférence</translation>
    </message>
    <message>
        <source>Processes the image in eight orientations (rotated and mirrored) and averages the results. This is usually a little more accurate and takes eight times as long.</source>
        <translation>Traite l'image dans huit orientations (tournées et en miroir) et fait la moyenne des résultats. C'est en général un peu plus exact et prend huit fois plus de temps.</translation>
    </message>
    <message>
        <source>The image is processed in square tiles of this size. The result does not depend on it. Larger tiles are a little faster and need more memory. Default: chosen from the free memory.</source>
        <translation>L'image est traitée en tuiles carrées de cette taille. Le résultat n'en dépend pas. Des tuiles plus grandes sont un peu plus rapides et demandent plus de mémoire. Par défaut : choisie d'après la mémoire libre.</translation>
    </message>
    <message>
        <source>Continues where the run was interrupted, instead of starting again: in the image or in the polygons. What is finished of an image of more than about 8192 x 8192 px is in a folder beside the output until that is written. Images, model and parameters must be the same as before.</source>
        <translation>Continue là où l'exécution a été interrompue, au lieu de recommencer : dans l'image ou dans les polygones. Ce qui est terminé d'une image de plus de 8192 x 8192 px environ se trouve dans un dossier à côté du résultat, jusqu'à ce que celui-ci soit écrit. Les images, le modèle et les paramètres doivent être les mêmes qu'avant.</translation>
    </message>
    <message>
        <source>Buildings</source>
        <translation>Bâtiments</translation>
    </message>
    <message>
        <source>A polygon for each building, with its area (area_m2), the mean probability inside (mean_probability), the number of vertices (n_vertices), the IoU of the polygon with its pixels (fidelity, 0 to 1), the maximum distance from the edges of its pixels (max_distance_m), the kind of outline (status: regular = all angles are right angles, free = other angles too, contour = the outline of the pixels) and the name of the model (model). Models that have a confidence add its mean (confidence, 0 to 1, see 'Segment an image').</source>
        <translation>Un polygone par bâtiment, avec sa surface (area_m2), la probabilité moyenne à l'intérieur (mean_probability), le nombre de sommets (n_vertices), l'IoU du polygone avec ses pixels (fidelity, 0 à 1), la distance maximale aux bords de ses pixels (max_distance_m), le type de contour (status : regular = tous les angles sont droits, free = d'autres angles aussi, contour = le contour des pixels) et le nom du modèle (model). Les modèles qui ont une confiance ajoutent sa moyenne (confidence, 0 à 1, voir « Segmenter une image »).</translation>
    </message>
    <message>
        <source>Building probability</source>
        <translation>Probabilité de bâtiment</translation>
    </message>
    <message>
        <source>A GeoTIFF with the probability at each pixel that it is building, 0 to 1.</source>
        <translation>Un GeoTIFF avec la probabilité en chaque pixel d'être du bâtiment, 0 à 1.</translation>
    </message>
    <message>
        <source>Extract features</source>
        <translation>Extraire des caractéristiques</translation>
    </message>
    <message>
        <source>Write features of pixels as the bands of a raster: the features that a pixel classifier uses.</source>
        <translation>Écrire des caractéristiques des pixels comme bandes d'un raster : celles qu'utilise un classifieur de pixels.</translation>
    </message>
    <message>
        <source>Features are the bands of one or several images, means and standard deviations over windows, formulas, and a layer of a network. Instead of many features a few principal components can be written, which hold most of their variance.</source>
        <translation>Les caractéristiques sont les bandes d'une ou de plusieurs images, des moyennes et écarts-types sur des fenêtres, des formules, et une couche d'un réseau. Au lieu de nombreuses caractéristiques, on peut écrire quelques composantes principales, qui contiennent la plus grande part de leur variance.</translation>
    </message>
    <message>
        <source>texture</source>
        <translation>texture</translation>
    </message>
    <message>
        <source>deep features</source>
        <translation>caractéristiques profondes</translation>
    </message>
    <message>
        <source>principal components</source>
        <translation>composantes principales</translation>
    </message>
    <message>
        <source>pca</source>
        <translation>acp</translation>
    </message>
    <message>
        <source>vegetation index</source>
        <translation>indice de végétation</translation>
    </message>
    <message>
        <source>ndvi</source>
        <translation>ndvi</translation>
    </message>
    <message>
        <source>activations</source>
        <translation>activations</translation>
    </message>
    <message>
        <source>Images of one place. The features have the pixels of the first one. The others may have another resolution or CRS and are resampled to it.</source>
        <translation>Des images d'un même lieu. Les caractéristiques ont les pixels de la première. Les autres peuvent avoir une autre résolution ou un autre SCR et y sont rééchantillonnées.</translation>
    </message>
    <message>
        <source>Resampling</source>
        <translation>Rééchantillonnage</translation>
    </message>
    <message>
        <source>How the second and third images are brought to the pixels of the first one. 'nearest' keeps their values, 'bilinear' interpolates between them.</source>
        <translation>Comment la deuxième et la troisième image sont amenées aux pixels de la première. « nearest » conserve leurs valeurs, « bilinear » interpole entre elles.</translation>
    </message>
    <message>
        <source>bilinear</source>
        <translation>bilinéaire</translation>
    </message>
    <message>
        <source>nearest</source>
        <translation>plus proche voisin</translation>
    </message>
    <message>
        <source>Write the bands</source>
        <translation>Écrire les bandes</translation>
    </message>
    <message>
        <source>Whether the bands themselves are among the features.</source>
        <translation>Si les bandes elles-mêmes font partie des caractéristiques.</translation>
    </message>
    <message>
        <source>Window (px)</source>
        <translation>Fenêtre (px)</translation>
    </message>
    <message>
        <source>Side of a square window around each pixel, an odd number. Mean and standard deviation of each band over the window are further features; 7 is often a good choice. With 1 there are none.</source>
        <translation>Côté d'une fenêtre carrée autour de chaque pixel, un nombre impair. La moyenne et l'écart-type de chaque bande sur la fenêtre sont d'autres caractéristiques ; 7 est souvent un bon choix. Avec 1, il n'y en a pas.</translation>
    </message>
    <message>
        <source>Formulas</source>
        <translation>Formules</translation>
    </message>
    <message>
        <source>Indices that are further features, separated by semicolons, such as 'ndvi = (B08 - B04) / (B08 + B04)'. They may hold band names, numbers, + - * / **, brackets, sqrt, abs, log and exp. In a band's name, any character that is not a letter or digit is written '_'. Default: none.</source>
        <translation>Des indices comme caractéristiques supplémentaires, séparés par des points-virgules, par exemple « ndvi = (B08 - B04) / (B08 + B04) ». Ils peuvent contenir des noms de bandes, des nombres, + - * / **, des parenthèses, sqrt, abs, log et exp. Dans un nom de bande, tout caractère qui n'est ni lettre ni chiffre s'écrit « _ ». Par défaut : aucune.</translation>
    </message>
    <message>
        <source>Model of the layer</source>
        <translation>Modèle de la couche</translation>
    </message>
    <message>
        <source>A model of a network on one image, such as a segmentation model. A layer of it gives further features of the first image. Default: none.</source>
        <translation>Un modèle d'un réseau pour une seule image, par exemple un modèle de segmentation. Une de ses couches donne d'autres caractéristiques de la première image. Par défaut : aucun.</translation>
    </message>
    <message>
        <source>Network layer</source>
        <translation>Couche du réseau</translation>
    </message>
    <message>
        <source>The layer of that model: 'last features', 'bottleneck', 'level 1', 'level 2' and so on, 'shared code' of a time series model, or a module's path in the network.</source>
        <translation>La couche de ce modèle : « last features », « bottleneck », « level 1 », « level 2 » et ainsi de suite, « shared code » d'un modèle de séries temporelles, ou le chemin d'un module du réseau.</translation>
    </message>
    <message>
        <source>Principal components</source>
        <translation>Composantes principales</translation>
    </message>
    <message>
        <source>Writes this number of principal components of all features, instead of the features. Default: the features.</source>
        <translation>Écrit ce nombre de composantes principales de toutes les caractéristiques, au lieu des caractéristiques. Par défaut : les caractéristiques.</translation>
    </message>
    <message>
        <source>Features of cells</source>
        <translation>Caractéristiques de cellules</translation>
    </message>
    <message>
        <source>Written instead of features of pixels, with a pixel for each cell. 'hand': means and deviations of the bands, detail and directions of edges of cells of 8 px. With a time series model as the model of the layer, 'shared code': what the place is, of cells of 8 px; 'exclusive code': what its date did, of cells of 16 px. Several images are then dates of one place: the mean over the dates that show a cell is written, and their number.</source>
        <translation>Écrites au lieu des caractéristiques de pixels, avec un pixel par cellule. « hand » : moyennes et écarts des bandes, détail et directions des contours de cellules de 8 px. Avec un modèle de séries temporelles comme modèle de la couche, « shared code » : ce qu'est le lieu, pour des cellules de 8 px ; « exclusive code » : ce que sa date a fait, pour des cellules de 16 px. Plusieurs images sont alors des dates d'un même lieu : la moyenne sur les dates qui montrent une cellule est écrite, avec leur nombre.</translation>
    </message>
    <message>
        <source>hand</source>
        <translation>manuelles</translation>
    </message>
    <message>
        <source>shared code</source>
        <translation>code partagé</translation>
    </message>
    <message>
        <source>exclusive code</source>
        <translation>code exclusif</translation>
    </message>
    <message>
        <source>Of features of cells. The date of each image, in the order of the images and separated by semicolons, for example '2019-06-01; 2019-08-15'. Default: those in the names of the files, or in their tags.</source>
        <translation>Pour les caractéristiques de cellules. La date de chaque image, dans l'ordre des images et séparées par des points-virgules, par exemple « 2019-06-01; 2019-08-15 ». Par défaut : celles des noms de fichiers, ou de leurs métadonnées.</translation>
    </message>
    <message>
        <source>Of features of cells: what is not to be used, one layer for each image or one for all: a scene classification, quality bits, or a layer that is not 0 where the image is bad. Default: clouds are found by their brightness where there are three dates or more.</source>
        <translation>Pour les caractéristiques de cellules : ce qui ne doit pas être utilisé, une couche par image ou une pour toutes : une classification de scène, des bits de qualité, ou une couche qui n'est pas 0 là où l'image est mauvaise. Par défaut : les nuages sont trouvés d'après leur luminosité s'il y a trois dates ou plus.</translation>
    </message>
    <message>
        <source>Of features of cells: polygons outside which the result is nodata. Default: everywhere.</source>
        <translation>Pour les caractéristiques de cellules : des polygones hors desquels le résultat est nodata. Par défaut : partout.</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>Caractéristiques</translation>
    </message>
    <message>
        <source>A GeoTIFF with a band for each feature, in half precision, or for each principal component.</source>
        <translation>Un GeoTIFF avec une bande par caractéristique, en demi-précision, ou par composante principale.</translation>
    </message>
    <message>
        <source>Extract patches</source>
        <translation>Extraire des imagettes</translation>
    </message>
    <message>
        <source>Cut images and labels into patches (chips) for other software, divided into training, validation and test.</source>
        <translation>Découper des images et des étiquettes en imagettes (chips) pour d'autres logiciels, réparties en entraînement, validation et test.</translation>
    </message>
    <message>
        <source>Each patch is one GeoTIFF per source and one for the labels, with the same name, or what the format wants instead. Patches of several sources cover exactly the same ground. Patches of different parts keep a gap, because pixels next to training pixels would give an accuracy that is too high. The log has a line for each reason why patches are left out, and the index layer shows them. EO Deep's own trainings need no patches; 'Train a segmentation model' can read such a folder, too.</source>
        <translation>Chaque imagette est un GeoTIFF par source et un pour les étiquettes, de même nom, ou ce que le format demande à la place. Les imagettes de plusieurs sources couvrent exactement le même sol. Les imagettes de parties différentes gardent un écart, car des pixels voisins de pixels d'entraînement donneraient une exactitude trop élevée. Le journal a une ligne pour chaque raison pour laquelle des imagettes sont laissées de côté, et la couche d'index les montre. Les entraînements d'EO Deep n'ont pas besoin d'imagettes ; « Entraîner un modèle de segmentation » peut aussi lire un tel dossier.</translation>
    </message>
    <message>
        <source>chips</source>
        <translation>chips</translation>
    </message>
    <message>
        <source>export</source>
        <translation>exporter</translation>
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
        <translation>jeu de données</translation>
    </message>
    <message>
        <source>tiles</source>
        <translation>tuiles</translation>
    </message>
    <message>
        <source>training data</source>
        <translation>données d'entraînement</translation>
    </message>
    <message>
        <source>One or more images with the same bands: the finest source. The patches have their pixels, unchanged.</source>
        <translation>Une ou plusieurs images avec les mêmes bandes : la source la plus fine. Les imagettes ont leurs pixels, inchangés.</translation>
    </message>
    <message>
        <source>The ground truth: polygons or class rasters, in any CRS. Either one layer for all images, or one layer for each image in the same order.</source>
        <translation>La vérité terrain : des polygones ou des rasters de classes, dans tout SCR. Soit une couche pour toutes les images, soit une couche par image dans le même ordre.</translation>
    </message>
    <message>
        <source>The field of the label polygons with the class, in all layers of labels. Default: all polygons are one class, and everything else is background.</source>
        <translation>Le champ des polygones d'étiquettes qui contient la classe, dans toutes les couches d'étiquettes. Par défaut : tous les polygones forment une classe, et tout le reste est le fond.</translation>
    </message>
    <message>
        <source>The bands of the images that the patches have, in this order, for example '3, 2, 1'. Software for YOLO and Pascal VOC mostly reads three bands of 8 bits only. Default: all bands but alpha.</source>
        <translation>Les bandes des images que possèdent les imagettes, dans cet ordre, par exemple « 3, 2, 1 ». Les logiciels pour YOLO et Pascal VOC ne lisent le plus souvent que trois bandes de 8 bits. Par défaut : toutes les bandes sauf l'alpha.</translation>
    </message>
    <message>
        <source>Second images</source>
        <translation>Deuxièmes images</translation>
    </message>
    <message>
        <source>A further source, such as bands of 20 m beside bands of 10 m: one image for all, or one for each image in the same order. Where its pixels are whole numbers of the images' pixels they are cut as they are, otherwise resampled. Default: one source.</source>
        <translation>Une autre source, par exemple des bandes à 20 m à côté de bandes à 10 m : une image pour toutes, ou une par image dans le même ordre. Là où ses pixels sont un nombre entier de pixels des images, ils sont découpés tels quels, sinon rééchantillonnés. Par défaut : une seule source.</translation>
    </message>
    <message>
        <source>Band numbers of the second images</source>
        <translation>Numéros de bandes des deuxièmes images</translation>
    </message>
    <message>
        <source>As for the images. Default: all bands but alpha.</source>
        <translation>Comme pour les images. Par défaut : toutes les bandes sauf l'alpha.</translation>
    </message>
    <message>
        <source>Third images</source>
        <translation>Troisièmes images</translation>
    </message>
    <message>
        <source>One more source, like the second images. Default: none.</source>
        <translation>Encore une source, comme les deuxièmes images. Par défaut : aucune.</translation>
    </message>
    <message>
        <source>Band numbers of the third images</source>
        <translation>Numéros de bandes des troisièmes images</translation>
    </message>
    <message>
        <source>Area with complete labels</source>
        <translation>Zone d'étiquettes complètes</translation>
    </message>
    <message>
        <source>Polygons where the labels are complete. Pixels outside have no label. Default: the labels are complete on the whole images; with a class field, pixels between the polygons have no label.</source>
        <translation>Des polygones où les étiquettes sont complètes. Les pixels en dehors n'ont pas d'étiquette. Par défaut : les étiquettes sont complètes sur les images entières ; avec un champ de classe, les pixels entre les polygones n'ont pas d'étiquette.</translation>
    </message>
    <message>
        <source>Patch size (px)</source>
        <translation>Taille d'imagette (px)</translation>
    </message>
    <message>
        <source>Side length of the patches in pixels of the images. With several sources, patches must be whole pixels of each of them.</source>
        <translation>Côté des imagettes en pixels des images. Avec plusieurs sources, les imagettes doivent être des pixels entiers de chacune d'elles.</translation>
    </message>
    <message>
        <source>Step (px)</source>
        <translation>Intervalle (px)</translation>
    </message>
    <message>
        <source>Distance between the first pixels of neighbouring patches. With a step below the patch size, patches of one part overlap. Default: the patch size, so that patches lie side by side; on a chessboard plus the gap.</source>
        <translation>Distance entre les premiers pixels d'imagettes voisines. Avec un intervalle inférieur à la taille d'imagette, les imagettes d'une partie se recouvrent. Par défaut : la taille d'imagette, de sorte que les imagettes sont côte à côte ; pour un damier, plus l'écart.</translation>
    </message>
    <message>
        <source>Layout</source>
        <translation>Disposition</translation>
    </message>
    <message>
        <source>'grid' deals blocks of patches over the parts. 'chessboard' alternates between training and validation. 'balanced' is a grid with equal numbers of patches of each class; a patch counts for the class of most of its pixels, and for the background only if it has no other.</source>
        <translation>« grid » distribue des blocs d'imagettes entre les parties. « chessboard » alterne entre entraînement et validation. « balanced » est une grille avec des nombres égaux d'imagettes de chaque classe ; une imagette compte pour la classe de la plupart de ses pixels, et pour le fond seulement si elle n'en a pas d'autre.</translation>
    </message>
    <message>
        <source>grid</source>
        <translation>grille</translation>
    </message>
    <message>
        <source>chessboard</source>
        <translation>damier</translation>
    </message>
    <message>
        <source>balanced</source>
        <translation>équilibrée</translation>
    </message>
    <message>
        <source>Gap between parts (px)</source>
        <translation>Écart entre les parties (px)</translation>
    </message>
    <message>
        <source>Minimum distance between patches of different parts; nearer ones are left out. Default: one patch.</source>
        <translation>Distance minimale entre imagettes de parties différentes ; les plus proches sont laissées de côté. Par défaut : une imagette.</translation>
    </message>
    <message>
        <source>Validation share (0 to 1)</source>
        <translation>Part de validation (0 à 1)</translation>
    </message>
    <message>
        <source>The share of the labelled pixels of each class for validation. On a chessboard it is one half.</source>
        <translation>La part des pixels étiquetés de chaque classe pour la validation. Sur un damier, elle est d'une moitié.</translation>
    </message>
    <message>
        <source>Test share (0 to 1)</source>
        <translation>Part de test (0 à 1)</translation>
    </message>
    <message>
        <source>The share of the labelled pixels of each class for the test. A chessboard has no test part.</source>
        <translation>La part des pixels étiquetés de chaque classe pour le test. Un damier n'a pas de partie de test.</translation>
    </message>
    <message>
        <source>Number of patches</source>
        <translation>Nombre d'imagettes</translation>
    </message>
    <message>
        <source>This number of patches is selected at random, the same with the same seed. Default: all; with the layout 'balanced' as many of each class as the rarest class has.</source>
        <translation>Ce nombre d'imagettes est choisi au hasard, le même avec la même graine. Par défaut : toutes ; avec la disposition « balanced », autant de chaque classe que la classe la plus rare en a.</translation>
    </message>
    <message>
        <source>Maximum nodata share (0 to 1)</source>
        <translation>Part maximale de nodata (0 à 1)</translation>
    </message>
    <message>
        <source>Patches with a larger share of nodata in any source are left out. Nodata pixels have no label.</source>
        <translation>Les imagettes avec une plus grande part de nodata dans une source sont laissées de côté. Les pixels nodata n'ont pas d'étiquette.</translation>
    </message>
    <message>
        <source>Minimum labelled share (0 to 1)</source>
        <translation>Part minimale étiquetée (0 à 1)</translation>
    </message>
    <message>
        <source>Patches with a smaller share of labelled pixels are left out. Patches without any are always left out.</source>
        <translation>Les imagettes avec une plus petite part de pixels étiquetés sont laissées de côté. Les imagettes sans aucun le sont toujours.</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>'GeoTIFF': folders of images and labels, which 'Train a segmentation model' reads. 'COCO': instances with polygons. 'YOLO detection' and 'YOLO segmentation': a text file per image, and data.yaml. 'Pascal VOC': XML files with boxes, and masks. 'OTBTF': all patches of a part in one raster. Objects are the polygons, or the connected pixels of each class of a class raster. Images are GeoTIFF files in all formats.</source>
        <translation>« GeoTIFF » : des dossiers d'images et d'étiquettes, que lit « Entraîner un modèle de segmentation ». « COCO » : des instances avec polygones. « YOLO detection » et « YOLO segmentation » : un fichier texte par image, et data.yaml. « Pascal VOC » : des fichiers XML avec des boîtes, et des masques. « OTBTF » : toutes les imagettes d'une partie dans un raster. Les objets sont les polygones, ou les pixels connexes de chaque classe d'un raster de classes. Les images sont des fichiers GeoTIFF dans tous les formats.</translation>
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
        <translation>YOLO détection</translation>
    </message>
    <message>
        <source>YOLO segmentation</source>
        <translation>YOLO segmentation</translation>
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
        <translation>La même graine donne les mêmes imagettes.</translation>
    </message>
    <message>
        <source>Folder of patches</source>
        <translation>Dossier des imagettes</translation>
    </message>
    <message>
        <source>A new or empty folder. index.gpkg in it is the same as the index layer.</source>
        <translation>Un dossier nouveau ou vide. index.gpkg y est identique à la couche d'index.</translation>
    </message>
    <message>
        <source>Index of patches</source>
        <translation>Index des imagettes</translation>
    </message>
    <message>
        <source>The footprints of all patches with their part (training, validation, test, left out), the reason why they are left out, the class of most pixels, and the number of pixels of each class.</source>
        <translation>Les emprises de toutes les imagettes avec leur partie (training : entraînement, validation, test, left out : laissée de côté), la raison pour laquelle elles sont laissées de côté, la classe de la plupart des pixels, et le nombre de pixels de chaque classe.</translation>
    </message>
    <message>
        <source>Patches written</source>
        <translation>Imagettes écrites</translation>
    </message>
    <message>
        <source>Number of patches in the folder.</source>
        <translation>Nombre d'imagettes dans le dossier.</translation>
    </message>
    <message>
        <source>Training patches</source>
        <translation>Imagettes d'entraînement</translation>
    </message>
    <message>
        <source>Number of patches for training.</source>
        <translation>Nombre d'imagettes pour l'entraînement.</translation>
    </message>
    <message>
        <source>Validation patches</source>
        <translation>Imagettes de validation</translation>
    </message>
    <message>
        <source>Number of patches for validation.</source>
        <translation>Nombre d'imagettes pour la validation.</translation>
    </message>
    <message>
        <source>Test patches</source>
        <translation>Imagettes de test</translation>
    </message>
    <message>
        <source>Number of patches for the test.</source>
        <translation>Nombre d'imagettes pour le test.</translation>
    </message>
    <message>
        <source>Patches left out</source>
        <translation>Imagettes laissées de côté</translation>
    </message>
    <message>
        <source>Number of patches that are left out.</source>
        <translation>Nombre d'imagettes qui sont laissées de côté.</translation>
    </message>
    <message>
        <source>Extract polygons</source>
        <translation>Extraire des polygones</translation>
    </message>
    <message>
        <source>Extract the objects on an image as polygons, one for each object: all of them, or those under points or in boxes.</source>
        <translation>Extraire les objets d'une image comme polygones, un par objet : tous, ou ceux sous des points ou dans des boîtes.</translation>
    </message>
    <message>
        <source>Use a model trained with 'Train a polygons model'. It sees where objects touch, which directions their edges have and where their corners are, so touching objects become polygons of their own that share their edges, with few vertices. A segmentation model works too; then touching objects are divided only where the probability is lower between them. Images can be of any size. Areas are measured on the ellipsoid.</source>
        <translation>Utilisez un modèle entraîné avec « Entraîner un modèle de polygones ». Il voit où les objets se touchent, quelles directions ont leurs côtés et où sont leurs angles ; les objets qui se touchent deviennent ainsi des polygones séparés qui partagent leurs côtés, avec peu de sommets. Un modèle de segmentation convient aussi ; les objets qui se touchent ne sont alors divisés que là où la probabilité est plus basse entre eux. Les images peuvent être de toute taille. Les surfaces sont mesurées sur l'ellipsoïde.</translation>
    </message>
    <message>
        <source>With points, only the objects under them are extracted, one for each point. An object with several points is divided between them. With boxes, each box gets the object that fills the greatest part of it, cut at the edge of the box.</source>
        <translation>Avec des points, seuls les objets sous eux sont extraits, un par point. Un objet avec plusieurs points est divisé entre eux. Avec des boîtes, chaque boîte reçoit l'objet qui en remplit la plus grande part, coupé au bord de la boîte.</translation>
    </message>
    <message>
        <source>instance segmentation</source>
        <translation>segmentation d'instances</translation>
    </message>
    <message>
        <source>objects</source>
        <translation>objets</translation>
    </message>
    <message>
        <source>solar panels</source>
        <translation>panneaux solaires</translation>
    </message>
    <message>
        <source>pools</source>
        <translation>piscines</translation>
    </message>
    <message>
        <source>click</source>
        <translation>clic</translation>
    </message>
    <message>
        <source>box</source>
        <translation>boîte</translation>
    </message>
    <message>
        <source>A polygons model or a segmentation model. Objects of all its classes except the background are extracted. A PolyCNN needs points or boxes and gives each a quadrilateral; it uses no thresholds and minimum areas. A model for prompts, such as Segment Anything, needs points or boxes and outlines whatever they mark.</source>
        <translation>Un modèle de polygones ou de segmentation. Les objets de toutes ses classes sauf le fond sont extraits. Un PolyCNN demande des points ou des boîtes et donne à chacun un quadrilatère ; il n'utilise ni seuils ni surfaces minimales. Un modèle à invites, comme Segment Anything, demande des points ou des boîtes et délimite tout ce qu'ils désignent.</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>Points</translation>
    </message>
    <message>
        <source>Points on the objects to extract, in any CRS; other objects are left out. The polygons get the fields of their points. Nothing farther than 512 pixels from all points is searched. Default: all objects.</source>
        <translation>Des points sur les objets à extraire, dans tout SCR ; les autres objets sont laissés de côté. Les polygones reçoivent les champs de leurs points. Rien n'est cherché à plus de 512 pixels de tous les points. Par défaut : tous les objets.</translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation>Boîtes</translation>
    </message>
    <message>
        <source>Polygons around the objects to extract, in any CRS, instead of points; other objects are left out. The polygons get the fields of their boxes. Default: all objects.</source>
        <translation>Des polygones autour des objets à extraire, dans tout SCR, au lieu de points ; les autres objets sont laissés de côté. Les polygones reçoivent les champs de leurs boîtes. Par défaut : tous les objets.</translation>
    </message>
    <message>
        <source>Objects are extracted only inside these polygons, in any CRS. A model for prompts sees the rectangle around them as a whole, at a resolution that fits its size in pixels; small objects need a small area. Default: the whole image.</source>
        <translation>Les objets ne sont extraits qu'à l'intérieur de ces polygones, dans tout SCR. Un modèle à invites voit d'un bloc le rectangle qui les entoure, à une résolution adaptée à sa taille en pixels ; de petits objets demandent une petite zone. Par défaut : l'image entière.</translation>
    </message>
    <message>
        <source>Objects with a smaller area on the ground are left out.</source>
        <translation>Les objets de plus petite surface au sol sont laissés de côté.</translation>
    </message>
    <message>
        <source>Smaller holes inside objects are filled.</source>
        <translation>Les trous plus petits dans les objets sont remplis.</translation>
    </message>
    <message>
        <source>Corners per object</source>
        <translation>Angles par objet</translation>
    </message>
    <message>
        <source>3 to 99: each outline gets this number of corners; 4 suits solar panels, courts and containers. Corners of holes do not count. 0: as many corners as the image shows.</source>
        <translation>3 à 99 : chaque contour reçoit ce nombre d'angles ; 4 convient aux panneaux solaires, aux terrains de sport et aux conteneurs. Les angles des trous ne comptent pas. 0 : autant d'angles que l'image en montre.</translation>
    </message>
    <message>
        <source>Pixels with at least this probability belong to an object. With several classes: the probability of the class compared with the background. A lower value finds more objects, but also more false ones. Default: the threshold stored in the model.</source>
        <translation>Les pixels d'au moins cette probabilité appartiennent à un objet. Avec plusieurs classes : la probabilité de la classe comparée au fond. Une valeur plus basse trouve plus d'objets, mais aussi plus de faux. Par défaut : le seuil enregistré dans le modèle.</translation>
    </message>
    <message>
        <source>Minimum probability of the pixels where an object starts. Objects grow from there down to the probability threshold. Default: the seed threshold stored in the model, otherwise 0.9.</source>
        <translation>Probabilité minimale des pixels où un objet commence. De là, les objets croissent jusqu'au seuil de probabilité. Par défaut : le seuil de germe enregistré dans le modèle, sinon 0.9.</translation>
    </message>
    <message>
        <source>Right angles</source>
        <translation>Angles droits</translation>
    </message>
    <message>
        <source>'auto' = outlines get right angles where the model sees straight edges, and those of buildings; 'on' = all outlines that come near to right angles get them; 'off' = none.</source>
        <translation>« auto » = les contours reçoivent des angles droits là où le modèle voit des bords droits, et ceux des bâtiments aussi ; « on » = tous les contours proches d'angles droits en reçoivent ; « off » = aucun.</translation>
    </message>
    <message>
        <source>on</source>
        <translation>oui</translation>
    </message>
    <message>
        <source>off</source>
        <translation>non</translation>
    </message>
    <message>
        <source>A polygon for each object, with its class (class, class_name), the mean probability inside (score, 0 to 1; of a model for prompts, the IoU that it expects), its area (area_m2), number of vertices (n_vertices), the kind of outline (status: regular = all angles are right angles, free = other angles too, contour = the outline of the pixels, corners missed = another number of corners than asked for, regressed = by a PolyCNN), the standard deviation of the position of its edges in metres, estimated from the probabilities across them (sigma_m), and the number of objects with which it shares edges (touches). Models that have a confidence add its mean (confidence, 0 to 1, see 'Segment an image'). From points or boxes also their fields and their number in the layer, from 1 (marker).</source>
        <translation>Un polygone par objet, avec sa classe (class, class_name), la probabilité moyenne à l'intérieur (score, 0 à 1 ; pour un modèle à invites, l'IoU qu'il attend), sa surface (area_m2), le nombre de sommets (n_vertices), le type de contour (status : regular = tous les angles sont droits, free = d'autres angles aussi, contour = le contour des pixels, corners missed = un autre nombre d'angles que demandé, regressed = par un PolyCNN), l'écart-type de la position de ses côtés en mètres, estimé d'après les probabilités en travers (sigma_m), et le nombre d'objets avec lesquels il partage des côtés (touches). Les modèles qui ont une confiance ajoutent sa moyenne (confidence, 0 à 1, voir « Segmenter une image »). Avec des points ou des boîtes, aussi leurs champs et leur numéro dans la couche, à partir de 1 (marker).</translation>
    </message>
    <message>
        <source>Number of polygons</source>
        <translation>Nombre de polygones</translation>
    </message>
    <message>
        <source>Number of polygons in the result.</source>
        <translation>Nombre de polygones dans le résultat.</translation>
    </message>
    <message>
        <source>Extract samples</source>
        <translation>Extraire des échantillons</translation>
    </message>
    <message>
        <source>Add the values of rasters to samples: a column for each band.</source>
        <translation>Ajouter les valeurs de rasters à des échantillons : une colonne par bande.</translation>
    </message>
    <message>
        <source>The rasters may have any pixels, extents and CRSs: each gives the value of the pixel in which a point lies. Where a raster is nodata or does not reach, its columns are null, and the field 'reason' names the raster. The columns are named after the descriptions of the bands, or after the file where it has one band without a description.</source>
        <translation>Les rasters peuvent avoir n'importe quels pixels, emprises et SCR : chacun donne la valeur du pixel dans lequel se trouve un point. Là où un raster est nodata ou ne s'étend pas, ses colonnes sont nulles, et le champ « reason » nomme le raster. Les colonnes portent les noms des descriptions des bandes, ou celui du fichier s'il a une seule bande sans description.</translation>
    </message>
    <message>
        <source>Means and standard deviations over windows, formulas, and the features of a layer of a model are further columns. For them, and for bilinear resampling, all rasters are read on the pixels of the first one, as 'Classify pixels' does.</source>
        <translation>Moyennes et écarts-types sur des fenêtres, formules, et caractéristiques d'une couche d'un modèle sont d'autres colonnes. Pour elles, et pour le rééchantillonnage bilinéaire, tous les rasters sont lus sur les pixels du premier, comme le fait « Classer les pixels ».</translation>
    </message>
    <message>
        <source>values</source>
        <translation>valeurs</translation>
    </message>
    <message>
        <source>features</source>
        <translation>caractéristiques</translation>
    </message>
    <message>
        <source>raster values to points</source>
        <translation>valeurs de raster vers points</translation>
    </message>
    <message>
        <source>sample raster</source>
        <translation>prélever les valeurs d'un raster</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>Échantillons</translation>
    </message>
    <message>
        <source>Points, such as those of 'Select samples', in any CRS. All their fields stay.</source>
        <translation>Des points, par exemple ceux de « Sélectionner des échantillons », dans tout SCR. Tous leurs champs sont conservés.</translation>
    </message>
    <message>
        <source>The rasters whose values are added, in the order of the columns.</source>
        <translation>Les rasters dont les valeurs sont ajoutées, dans l'ordre des colonnes.</translation>
    </message>
    <message>
        <source>Side of a square window around each pixel, an odd number. Mean and standard deviation of each band over the window are further columns. With 1 there are none.</source>
        <translation>Côté d'une fenêtre carrée autour de chaque pixel, un nombre impair. La moyenne et l'écart-type de chaque bande sur la fenêtre sont d'autres colonnes. Avec 1, il n'y en a pas.</translation>
    </message>
    <message>
        <source>Indices that are further columns, separated by semicolons, such as 'ndvi = (B08 - B04) / (B08 + B04)'. Bands are called like their columns; in formulas, each character of a name that is no letter or digit is '_'. Default: none.</source>
        <translation>Des indices comme colonnes supplémentaires, séparés par des points-virgules, par exemple « ndvi = (B08 - B04) / (B08 + B04) ». Les bandes s'appellent comme leurs colonnes ; dans les formules, chaque caractère d'un nom qui n'est ni lettre ni chiffre est « _ ». Par défaut : aucune.</translation>
    </message>
    <message>
        <source>'nearest' = the value of the pixel in which a point lies; 'bilinear' = the other rasters are interpolated at the pixels of the first one.</source>
        <translation>« nearest » = la valeur du pixel dans lequel se trouve un point ; « bilinear » = les autres rasters sont interpolés aux pixels du premier.</translation>
    </message>
    <message>
        <source>A model of a network on one image, such as a segmentation model. A layer of it gives further columns of the first image. Default: none.</source>
        <translation>Un modèle d'un réseau pour une seule image, par exemple un modèle de segmentation. Une de ses couches donne d'autres colonnes de la première image. Par défaut : aucun.</translation>
    </message>
    <message>
        <source>Samples with values</source>
        <translation>Échantillons avec valeurs</translation>
    </message>
    <message>
        <source>The samples with a column for each band and feature, and a reason where values are missing. In a table (.csv) the columns x and y have the coordinates.</source>
        <translation>Les échantillons avec une colonne par bande et par caractéristique, et une raison là où des valeurs manquent. Dans un tableau (.csv), les colonnes x et y ont les coordonnées.</translation>
    </message>
    <message>
        <source>Complete samples</source>
        <translation>Échantillons complets</translation>
    </message>
    <message>
        <source>Number of samples that have all values.</source>
        <translation>Nombre d'échantillons qui ont toutes les valeurs.</translation>
    </message>
    <message>
        <source>Fetch a model</source>
        <translation>Télécharger un modèle</translation>
    </message>
    <message>
        <source>Fetch a model from a catalogue, once you accept its licence, and keep it in your folder of models.</source>
        <translation>Télécharger un modèle d'un catalogue, une fois sa licence acceptée, et le garder dans votre dossier de modèles.</translation>
    </message>
    <message>
        <source>A catalogue is a JSON file with STAC items of models, in a folder or at an address. Without your consent, only the model's size, licence and checksum are shown. The file is checked against its checksum before it takes its name; the lists of models in all dialogs then have it, without a network, too. 'List models' shows what a catalogue has.</source>
        <translation>Un catalogue est un fichier JSON avec des éléments STAC de modèles, dans un dossier ou à une adresse. Sans votre accord, seules la taille, la licence et la somme de contrôle du modèle sont montrées. Le fichier est comparé à sa somme de contrôle avant de prendre son nom ; les listes de modèles de toutes les boîtes de dialogue le proposent ensuite, aussi sans réseau. « Lister les modèles » montre ce que contient un catalogue.</translation>
    </message>
    <message>
        <source>download</source>
        <translation>télécharger</translation>
    </message>
    <message>
        <source>model zoo</source>
        <translation>model zoo</translation>
    </message>
    <message>
        <source>catalogue</source>
        <translation>catalogue</translation>
    </message>
    <message>
        <source>online</source>
        <translation>en ligne</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>hors ligne</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>Catalogue</translation>
    </message>
    <message>
        <source>A JSON file with STAC items of models, or its address (https://...). No address is asked but the one that you give, and those of the model files in it.</source>
        <translation>Un fichier JSON avec des éléments STAC de modèles, ou son adresse (https://...). Aucune adresse n'est interrogée sauf celle que vous donnez, et celles des fichiers de modèle qu'il contient.</translation>
    </message>
    <message>
        <source>Name of the model</source>
        <translation>Nom du modèle</translation>
    </message>
    <message>
        <source>The model's name in the catalogue. Default: none; the message then has the names of all.</source>
        <translation>Le nom du modèle dans le catalogue. Par défaut : aucun ; le message donne alors tous les noms.</translation>
    </message>
    <message>
        <source>Accept the licence and fetch the file</source>
        <translation>Accepter la licence et télécharger le fichier</translation>
    </message>
    <message>
        <source>If off, only the model's address, size, licence and checksum are shown, and nothing is fetched.</source>
        <translation>Si décoché, seules l'adresse, la taille, la licence et la somme de contrôle du modèle sont montrées, et rien n'est téléchargé.</translation>
    </message>
    <message>
        <source>Folder of models</source>
        <translation>Dossier de modèles</translation>
    </message>
    <message>
        <source>The folder where the file is kept. Default: the folder of models of the settings.</source>
        <translation>Le dossier où le fichier est gardé. Par défaut : le dossier de modèles des options.</translation>
    </message>
    <message>
        <source>The file, or an empty text if nothing was fetched.</source>
        <translation>Le fichier, ou un texte vide si rien n'a été téléchargé.</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Where the file comes from.</source>
        <translation>D'où vient le fichier.</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>The checksum of the file in the catalogue.</source>
        <translation>La somme de contrôle du fichier dans le catalogue.</translation>
    </message>
    <message>
        <source>Fetched</source>
        <translation>Téléchargé</translation>
    </message>
    <message>
        <source>True if the file is in the folder now.</source>
        <translation>Vrai si le fichier est maintenant dans le dossier.</translation>
    </message>
    <message>
        <source>Find similar places</source>
        <translation>Trouver des lieux semblables</translation>
    </message>
    <message>
        <source>Find the places of images that look like given points or polygons, without training data.</source>
        <translation>Trouver les lieux d'images qui ressemblent à des points ou polygones donnés, sans données d'entraînement.</translation>
    </message>
    <message>
        <source>Hand features compare directions of edges and the bands' means, so places are found again in images of other dates and other light. Embeddings that were made elsewhere, such as AlphaEarth's, serve as well.</source>
        <translation>Les caractéristiques manuelles comparent les directions des contours et les moyennes des bandes : des lieux sont ainsi retrouvés dans des images d'autres dates et d'une autre lumière. Des vecteurs de caractéristiques produits ailleurs, par exemple ceux d'AlphaEarth, conviennent aussi.</translation>
    </message>
    <message>
        <source>retrieval</source>
        <translation>recherche par similarité</translation>
    </message>
    <message>
        <source>template matching</source>
        <translation>appariement de gabarit</translation>
    </message>
    <message>
        <source>embedding</source>
        <translation>vecteur de caractéristiques</translation>
    </message>
    <message>
        <source>hog</source>
        <translation>hog</translation>
    </message>
    <message>
        <source>query by example</source>
        <translation>recherche par l'exemple</translation>
    </message>
    <message>
        <source>alphaearth</source>
        <translation>alphaearth</translation>
    </message>
    <message>
        <source>Images to search</source>
        <translation>Images où chercher</translation>
    </message>
    <message>
        <source>One or more images. Each is searched on its own pixels, which must be about as large as those of the query image.</source>
        <translation>Une ou plusieurs images. Chacune est parcourue sur ses propres pixels, qui doivent être à peu près aussi grands que ceux de l'image de la requête.</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>Requête</translation>
    </message>
    <message>
        <source>What to search for: points or polygons, of which each is a query. A point stands for the window around it, a polygon for the cells in it. Polygons smaller than 3 x 3 cells count as points.</source>
        <translation>Ce qu'il faut chercher : des points ou polygones, dont chacun est une requête. Un point représente la fenêtre autour de lui, un polygone les cellules qu'il contient. Les polygones de moins de 3 x 3 cellules comptent comme des points.</translation>
    </message>
    <message>
        <source>Query image</source>
        <translation>Image de la requête</translation>
    </message>
    <message>
        <source>The image that shows the queries. Default: the first of the images to search, or the series.</source>
        <translation>L'image qui montre les requêtes. Par défaut : la première des images où chercher, ou la série.</translation>
    </message>
    <message>
        <source>Search a series</source>
        <translation>Chercher dans une série</translation>
    </message>
    <message>
        <source>Whether the images are dates of one place, which is then searched once: by the mean of the features over the dates that show a cell.</source>
        <translation>Si les images sont des dates d'un même lieu, où l'on cherche alors une seule fois : par la moyenne des caractéristiques sur les dates qui montrent une cellule.</translation>
    </message>
    <message>
        <source>Of a series. The date of each image, in the order of the images and separated by semicolons, for example '2019-06-01; 2019-08-15'. Default: those in the names of the files, or in their tags.</source>
        <translation>Pour une série. La date de chaque image, dans l'ordre des images et séparées par des points-virgules, par exemple « 2019-06-01; 2019-08-15 ». Par défaut : celles des noms de fichiers, ou de leurs métadonnées.</translation>
    </message>
    <message>
        <source>What is not to be used, one layer for each image or one for all: a scene classification, quality bits, or a layer that is not 0 where the image is bad. Default: nodata, and clouds in a series of three dates or more.</source>
        <translation>Ce qui ne doit pas être utilisé, une couche par image ou une pour toutes : une classification de scène, des bits de qualité, ou une couche qui n'est pas 0 là où l'image est mauvaise. Par défaut : nodata, et les nuages dans une série d'au moins trois dates.</translation>
    </message>
    <message>
        <source>Only places whose centres lie in these polygons are found. Default: everywhere.</source>
        <translation>Seuls les lieux dont le centre est dans ces polygones sont trouvés. Par défaut : partout.</translation>
    </message>
    <message>
        <source>Series model</source>
        <translation>Modèle de séries</translation>
    </message>
    <message>
        <source>A model of a series of images, whose code of the place is compared instead of the features. Default: none.</source>
        <translation>Un modèle d'une série d'images, dont le code du lieu est comparé au lieu des caractéristiques. Par défaut : aucun.</translation>
    </message>
    <message>
        <source>Without a model. 'hand': directions of edges and means of cells of 8 px, which need no training. 'bands': the bands of each pixel, in standard deviations. 'embedding': bands that are one vector for each pixel, whose directions are compared; scales and offsets of the bands are applied.</source>
        <translation>Sans modèle. « hand » : directions des contours et moyennes de cellules de 8 px, qui ne demandent pas d'entraînement. « bands » : les bandes de chaque pixel, en écarts-types. « embedding » : des bandes qui forment un vecteur par pixel, dont les directions sont comparées ; les échelles et décalages des bandes sont appliqués.</translation>
    </message>
    <message>
        <source>Numbers of the bands to use, such as '4, 3, 2'. Default: all bands but alpha.</source>
        <translation>Numéros des bandes à utiliser, par exemple « 4, 3, 2 ». Par défaut : toutes les bandes sauf l'alpha.</translation>
    </message>
    <message>
        <source>Side of the window around a point that is compared. With hand features and models a multiple of 8. Default: 64 with these, else 1.</source>
        <translation>Côté de la fenêtre autour d'un point qui est comparée. Avec les caractéristiques manuelles et les modèles, un multiple de 8. Par défaut : 64 avec ceux-ci, sinon 1.</translation>
    </message>
    <message>
        <source>Places per query</source>
        <translation>Lieux par requête</translation>
    </message>
    <message>
        <source>Maximum number of places for each query, over all images.</source>
        <translation>Nombre maximal de lieux par requête, sur toutes les images.</translation>
    </message>
    <message>
        <source>Minimum distance (m)</source>
        <translation>Distance minimale (m)</translation>
    </message>
    <message>
        <source>Between places that are found in the same image. In the query image, places that are as near to the query are left out. Without CRS in pixels. Default: half of the window.</source>
        <translation>Entre des lieux trouvés dans la même image. Dans l'image de la requête, les lieux aussi proches de la requête sont laissés de côté. Sans SCR, en pixels. Par défaut : la moitié de la fenêtre.</translation>
    </message>
    <message>
        <source>Similar places</source>
        <translation>Lieux semblables</translation>
    </message>
    <message>
        <source>Points with the number of the query's feature (query), rank, score (-1 to 1) and the name of the image (image), shown in squares as large as the windows that are compared.</source>
        <translation>Des points avec le numéro de l'entité de la requête (query), le rang (rank), le score (-1 à 1) et le nom de l'image (image), montrés en carrés aussi grands que les fenêtres comparées.</translation>
    </message>
    <message>
        <source>Similarity</source>
        <translation>Similarité</translation>
    </message>
    <message>
        <source>A GeoTIFF of the first image with a band for each query: the score of the window around each cell, -1 to 1. Of a series the last band is how many dates show the cell.</source>
        <translation>Un GeoTIFF de la première image avec une bande par requête : le score de la fenêtre autour de chaque cellule, -1 à 1. Pour une série, la dernière bande est le nombre de dates qui montrent la cellule.</translation>
    </message>
    <message>
        <source>Number of places</source>
        <translation>Nombre de lieux</translation>
    </message>
    <message>
        <source>Number of places in the result.</source>
        <translation>Nombre de lieux dans le résultat.</translation>
    </message>
    <message>
        <source>Generate images</source>
        <translation>Générer des images</translation>
    </message>
    <message>
        <source>Generate example images of each class from a joint energy-based model (JEM).</source>
        <translation>Générer des exemples d'images de chaque classe par un modèle joint à base d'énergie (JEM).</translation>
    </message>
    <message>
        <source>The images show what the model has and has not learned. They are sampled by stochastic gradient Langevin dynamics: many small steps towards more likely images, with a little noise. The folder contains one image per sample and a contact sheet. With reference images, the report measures how similar the samples are to real images. For comparison it gives the same measures for other real images, for the random images of the start, and for noise.</source>
        <translation>Les images montrent ce que le modèle a appris et n'a pas appris. Elles sont tirées par la dynamique de Langevin à gradient stochastique : de nombreux petits pas vers des images plus vraisemblables, avec un peu de bruit. Le dossier contient une image par échantillon et une planche-contact. Avec des images de référence, le rapport mesure à quel point les échantillons ressemblent à de vraies images. Pour comparaison, il donne les mêmes mesures pour d'autres vraies images, pour les images aléatoires du départ, et pour du bruit.</translation>
    </message>
    <message>
        <source>sample</source>
        <translation>échantillon</translation>
    </message>
    <message>
        <source>synthetic</source>
        <translation>synthétique</translation>
    </message>
    <message>
        <source>sgld</source>
        <translation>sgld</translation>
    </message>
    <message>
        <source>generative</source>
        <translation>génératif</translation>
    </message>
    <message>
        <source>kid</source>
        <translation>kid</translation>
    </message>
    <message>
        <source>scenes</source>
        <translation>scènes</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Classe</translation>
    </message>
    <message>
        <source>The name of the class. Default: all classes, in equal numbers.</source>
        <translation>Le nom de la classe. Par défaut : toutes les classes, en nombres égaux.</translation>
    </message>
    <message>
        <source>Number of images</source>
        <translation>Nombre d'images</translation>
    </message>
    <message>
        <source>Number of images to generate.</source>
        <translation>Nombre d'images à générer.</translation>
    </message>
    <message>
        <source>Number of steps for each image. More steps make the images more likely under the model. Too many give unrealistic images: stop where log p(x) in the report reaches that of real images.</source>
        <translation>Nombre d'étapes par image. Plus d'étapes rendent les images plus vraisemblables selon le modèle. Un trop grand nombre donne des images peu réalistes : arrêtez-vous là où log p(x), dans le rapport, atteint celui de vraies images.</translation>
    </message>
    <message>
        <source>Start of the sampling</source>
        <translation>Départ de l'échantillonnage</translation>
    </message>
    <message>
        <source>'fields' starts from random images with the colours and textures of the class. 'training's chains' continues the samples of the training that are stored in the model file, each once, and uses fields when none are left.</source>
        <translation>« fields » part d'images aléatoires aux couleurs et textures de la classe. « training's chains » continue les échantillons de l'entraînement enregistrés dans le fichier de modèle, chacun une fois, et utilise « fields » quand il n'en reste plus.</translation>
    </message>
    <message>
        <source>fields</source>
        <translation>champs aléatoires</translation>
    </message>
    <message>
        <source>training's chains</source>
        <translation>chaînes de l'entraînement</translation>
    </message>
    <message>
        <source>Keep the class</source>
        <translation>Garder la classe</translation>
    </message>
    <message>
        <source>The steps increase the density of the image's own class. Otherwise they increase the density of all classes together, and an image may change its class on the way.</source>
        <translation>Les étapes augmentent la densité de la classe propre de l'image. Sinon, elles augmentent la densité de toutes les classes ensemble, et une image peut changer de classe en route.</translation>
    </message>
    <message>
        <source>A folder or raster of real images like the training images. The report then measures how similar the samples are to them. Default: no comparison.</source>
        <translation>Un dossier ou un raster de vraies images semblables aux images d'entraînement. Le rapport mesure alors à quel point les échantillons leur ressemblent. Par défaut : pas de comparaison.</translation>
    </message>
    <message>
        <source>Folder of samples</source>
        <translation>Dossier des échantillons</translation>
    </message>
    <message>
        <source>A new or empty folder for the images, which are named after their class, and contact_sheet.png. Images are PNG files, or GeoTIFF files if the model does not have three bands of 8 bits.</source>
        <translation>Un dossier nouveau ou vide pour les images, nommées d'après leur classe, et contact_sheet.png. Les images sont des fichiers PNG, ou des fichiers GeoTIFF si le modèle n'a pas trois bandes de 8 bits.</translation>
    </message>
    <message>
        <source>Sample report</source>
        <translation>Rapport sur les échantillons</translation>
    </message>
    <message>
        <source>An HTML page with the contact sheet, the classes, the curves of log p(x) and the measures.</source>
        <translation>Une page HTML avec la planche-contact, les classes, les courbes de log p(x) et les mesures.</translation>
    </message>
    <message>
        <source>Share of the rarest class (0 to 1)</source>
        <translation>Part de la classe la plus rare (0 à 1)</translation>
    </message>
    <message>
        <source>Share of the samples that the model assigns to the rarest class.</source>
        <translation>Part des échantillons que le modèle attribue à la classe la plus rare.</translation>
    </message>
    <message>
        <source>KID</source>
        <translation>KID</translation>
    </message>
    <message>
        <source>Kernel inception distance from the reference images, in random features; 0 is best.</source>
        <translation>Kernel inception distance aux images de référence, en caractéristiques aléatoires ; 0 est le mieux.</translation>
    </message>
    <message>
        <source>Spectrum distance (dB)</source>
        <translation>Distance des spectres (dB)</translation>
    </message>
    <message>
        <source>Difference of the power at each spatial frequency from that of the reference images; 0 is best.</source>
        <translation>Différence de la puissance à chaque fréquence spatiale avec celle des images de référence ; 0 est le mieux.</translation>
    </message>
    <message>
        <source>Discriminator AUC (0 to 1)</source>
        <translation>AUC du discriminateur (0 à 1)</translation>
    </message>
    <message>
        <source>How well a classifier separates samples from reference images: 0.5 not at all, 1 completely.</source>
        <translation>À quel point un classifieur sépare les échantillons des images de référence : 0,5 pas du tout, 1 entièrement.</translation>
    </message>
    <message>
        <source>Import a model (ONNX)</source>
        <translation>Importer un modèle (ONNX)</translation>
    </message>
    <message>
        <source>Import a network from an ONNX file as a model: segmentation, regression, super-resolution, detection or prompts.</source>
        <translation>Importer un réseau d'un fichier ONNX comme modèle : segmentation, régression, super-résolution, détection ou invites.</translation>
    </message>
    <message>
        <source>All algorithms for such models then take it: 'Segment an image', 'Extract polygons', 'Translate an image' for a regression, 'Super-resolve an image', 'Detect objects', and others. A pair of files that outlines what you point at, as Segment Anything, becomes a model for 'Click to polygon' and 'Extract polygons'. The metadata of the plugin Deepness in the file are used; what is given here goes before them. Where the margin that the network needs can be measured, the result has no seams at any size of the image. Elsewhere, tiles overlap, and a warning states it. The engine needs packages of its own for this, which 'Set up the engine' adds: 'Packages for ONNX models'.</source>
        <translation>Tous les algorithmes pour de tels modèles l'acceptent alors : « Segmenter une image », « Extraire des polygones », « Traduire une image » pour une régression, « Super-résoudre une image », « Détecter des objets », et d'autres. Une paire de fichiers qui délimite ce que vous désignez, comme Segment Anything, devient un modèle pour « Cliquer un polygone » et « Extraire des polygones ». Les métadonnées de l'extension Deepness dans le fichier sont utilisées ; ce qui est donné ici passe avant elles. Là où la marge dont le réseau a besoin peut être mesurée, le résultat est sans coutures à toute taille de l'image. Ailleurs, les tuiles se recouvrent, et un avertissement le dit. Le moteur demande pour cela des paquets supplémentaires, qu'ajoute « Installer le moteur » : « Paquets pour les modèles ONNX ».</translation>
    </message>
    <message>
        <source>onnxruntime</source>
        <translation>onnxruntime</translation>
    </message>
    <message>
        <source>foreign model</source>
        <translation>modèle externe</translation>
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
        <translation>segmenter tout</translation>
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
        <translation>invites</translation>
    </message>
    <message>
        <source>ONNX file or torch.export program</source>
        <translation>Fichier ONNX ou programme torch.export</translation>
    </message>
    <message>
        <source>A file with one image as its input and one image of the same size, or a multiple of it, as its output; of a detector, upright boxes as YOLO (5 to 9, 11) gives them. Programs of torch.export (.pt2) must be of PyTorch 2.9 or later. No code in these files is run: a program whose weights are stored as Python objects is refused.</source>
        <translation>Un fichier avec une image en entrée et une image de même taille, ou d'un multiple de celle-ci, en sortie ; pour un détecteur, des boîtes droites telles que YOLO (5 à 9, 11) les donne. Les programmes de torch.export (.pt2) doivent être de PyTorch 2.9 ou plus récent. Aucun code de ces fichiers n'est exécuté : un programme dont les poids sont des objets Python est refusé.</translation>
    </message>
    <message>
        <source>Decoder (ONNX file)</source>
        <translation>Décodeur (fichier ONNX)</translation>
    </message>
    <message>
        <source>The second file of a pair that outlines what points or boxes mark: Segment Anything, MobileSAM or SAM 2 as exported for ONNX. The file above is the encoder then. Default: none, the file above is the whole network.</source>
        <translation>Le second fichier d'une paire qui délimite ce que désignent des points ou des boîtes : Segment Anything, MobileSAM ou SAM 2, exportés en ONNX. Le fichier ci-dessus est alors l'encodeur. Par défaut : aucun, le fichier ci-dessus est le réseau entier.</translation>
    </message>
    <message>
        <source>'segmentation' = classes of pixels; 'regression' = values, such as heights; 'super-resolution' = a finer image; 'detection' = boxes of objects; 'prompts' = outlines of what is marked, with a decoder; 'auto' = as the files state, else detection for an output of boxes and segmentation for an image.</source>
        <translation>« segmentation » = classes des pixels ; « regression » = valeurs, par exemple des hauteurs ; « super-resolution » = une image plus fine ; « detection » = boîtes d'objets ; « prompts » = contours de ce qui est désigné, avec un décodeur ; « auto » = selon les fichiers, sinon détection pour une sortie de boîtes et segmentation pour une image.</translation>
    </message>
    <message>
        <source>segmentation</source>
        <translation>segmentation</translation>
    </message>
    <message>
        <source>super-resolution</source>
        <translation>super-résolution</translation>
    </message>
    <message>
        <source>detection</source>
        <translation>détection</translation>
    </message>
    <message>
        <source>Class names</source>
        <translation>Noms des classes</translation>
    </message>
    <message>
        <source>Names of the classes, or of the values of a regression, separated by commas. Default: those of the metadata.</source>
        <translation>Noms des classes, ou des valeurs d'une régression, séparés par des virgules. Par défaut : ceux des métadonnées.</translation>
    </message>
    <message>
        <source>Band names</source>
        <translation>Noms des bandes</translation>
    </message>
    <message>
        <source>Names of the bands in the network's order, separated by commas, by which bands of images are found. Default: red, green, blue (, nir).</source>
        <translation>Noms des bandes dans l'ordre du réseau, séparés par des virgules, par lesquels les bandes des images sont trouvées. Par défaut : red, green, blue (, nir).</translation>
    </message>
    <message>
        <source>Training resolution (m)</source>
        <translation>Résolution d'entraînement (m)</translation>
    </message>
    <message>
        <source>Pixel size on the ground that the network was trained at. Default: that of the metadata; without one, images are not resampled.</source>
        <translation>Taille de pixel au sol à laquelle le réseau a été entraîné. Par défaut : celle des métadonnées ; sans elle, les images ne sont pas rééchantillonnées.</translation>
    </message>
    <message>
        <source>Mean of the bands</source>
        <translation>Moyenne des bandes</translation>
    </message>
    <message>
        <source>One number for each band, separated by commas, in the values of the images. The network gets (value - mean) / standard deviation. Default: those of the metadata; without them, value / 255.</source>
        <translation>Un nombre par bande, séparés par des virgules, dans les valeurs des images. Le réseau reçoit (valeur - moyenne) / écart-type. Par défaut : ceux des métadonnées ; sans eux, valeur / 255.</translation>
    </message>
    <message>
        <source>Standard deviation of the bands</source>
        <translation>Écart-type des bandes</translation>
    </message>
    <message>
        <source>One number for each band, separated by commas. Default: as for the mean; give both or none.</source>
        <translation>Un nombre par bande, séparés par des virgules. Par défaut : comme pour la moyenne ; donnez les deux ou aucun.</translation>
    </message>
    <message>
        <source>Outputs of the network</source>
        <translation>Sorties du réseau</translation>
    </message>
    <message>
        <source>What the network gives for each class: 'logits', 'probabilities', or 'auto' = probabilities where it ends with Softmax or Sigmoid.</source>
        <translation>Ce que le réseau donne pour chaque classe : « logits », « probabilities », ou « auto » = des probabilités s'il se termine par Softmax ou Sigmoid.</translation>
    </message>
    <message>
        <source>logits</source>
        <translation>logits</translation>
    </message>
    <message>
        <source>probabilities</source>
        <translation>probabilités</translation>
    </message>
    <message>
        <source>Of two classes: a pixel is of the second one from this probability. Of a detector: the minimum score of an object. Default: that of the metadata, else 0.5 (detector: 0.25).</source>
        <translation>Pour deux classes : un pixel est de la seconde à partir de cette probabilité. Pour un détecteur : le score minimal d'un objet. Par défaut : celui des métadonnées, sinon 0,5 (détecteur : 0,25).</translation>
    </message>
    <message>
        <source>Margin of a tile on each side, for detectors and networks whose margin cannot be measured. Default: that of the metadata, else 15 % of the tile.</source>
        <translation>Marge d'une tuile de chaque côté, pour les détecteurs et les réseaux dont la marge ne peut pas être mesurée. Par défaut : celle des métadonnées, sinon 15 % de la tuile.</translation>
    </message>
    <message>
        <source>Side of the tiles for detectors and networks whose margin cannot be measured. Default: that of the file, else 512 (detector: 640).</source>
        <translation>Côté des tuiles pour les détecteurs et les réseaux dont la marge ne peut pas être mesurée. Par défaut : celui du fichier, sinon 512 (détecteur : 640).</translation>
    </message>
    <message>
        <source>Licence of the network, for the model's card. Default: not stated.</source>
        <translation>Licence du réseau, pour la fiche du modèle. Par défaut : non indiquée.</translation>
    </message>
    <message>
        <source>The model file (.safetensors). Default: a new file in your folder of models, where the lists of models in dialogs find it.</source>
        <translation>Le fichier de modèle (.safetensors). Par défaut : un nouveau fichier dans votre dossier de modèles, où les listes de modèles des boîtes de dialogue le trouvent.</translation>
    </message>
    <message>
        <source>EO Deep models</source>
        <translation>Modèles EO Deep</translation>
    </message>
    <message>
        <source>Margin measured</source>
        <translation>Marge mesurée</translation>
    </message>
    <message>
        <source>True if the margin was measured, so that tiles leave no trace.</source>
        <translation>Vrai si la marge a été mesurée, de sorte que les tuiles ne laissent pas de trace.</translation>
    </message>
    <message>
        <source>The network's stride.</source>
        <translation>Le pas du réseau.</translation>
    </message>
    <message>
        <source>Margin (px)</source>
        <translation>Marge (px)</translation>
    </message>
    <message>
        <source>The margin that a tile needs.</source>
        <translation>La marge dont une tuile a besoin.</translation>
    </message>
    <message>
        <source>List models</source>
        <translation>Lister les modèles</translation>
    </message>
    <message>
        <source>List the models that come with EO Deep and those in a folder, and show which of them fit an image.</source>
        <translation>Lister les modèles fournis avec EO Deep et ceux d'un dossier, et montrer lesquels conviennent à une image.</translation>
    </message>
    <message>
        <source>Each model is listed with what it finds, its bands, pixel size, licence, accuracy and size. With an image, what fits comes first, the closest pixel size before all others; models that do not fit have the reason why.</source>
        <translation>Chaque modèle est listé avec ce qu'il trouve, ses bandes, sa taille de pixel, sa licence, son exactitude et sa taille. Avec une image, ce qui convient vient d'abord, la taille de pixel la plus proche avant toutes les autres ; les modèles qui ne conviennent pas ont la raison.</translation>
    </message>
    <message>
        <source>library</source>
        <translation>bibliothèque</translation>
    </message>
    <message>
        <source>find a model</source>
        <translation>trouver un modèle</translation>
    </message>
    <message>
        <source>available models</source>
        <translation>modèles disponibles</translation>
    </message>
    <message>
        <source>choose</source>
        <translation>choisir</translation>
    </message>
    <message>
        <source>Model files (.safetensors) in this folder and its subfolders are listed, too, and what catalogues there offer: JSON files with STAC items of models. Default: the folder of models of the settings.</source>
        <translation>Les fichiers de modèle (.safetensors) dans ce dossier et ses sous-dossiers sont listés aussi, ainsi que ce qu'y proposent des catalogues : des fichiers JSON avec des éléments STAC de modèles. Par défaut : le dossier de modèles des options.</translation>
    </message>
    <message>
        <source>The models that fit this image come first. Of a model of several images, it is taken to be the first one. Default: models are not compared with an image.</source>
        <translation>Les modèles qui conviennent à cette image viennent d'abord. Pour un modèle de plusieurs images, elle est prise comme la première. Par défaut : les modèles ne sont pas comparés avec une image.</translation>
    </message>
    <message>
        <source>The bands of the image that correspond to those of the models, for example '4, 3, 2'. Default: bands are matched by name; images without band names must have as many bands as the model.</source>
        <translation>Les bandes de l'image qui correspondent à celles des modèles, par exemple « 4, 3, 2 ». Par défaut : les bandes sont associées par leur nom ; des images sans noms de bandes doivent avoir autant de bandes que le modèle.</translation>
    </message>
    <message>
        <source>Only models of this kind are listed.</source>
        <translation>Seuls les modèles de ce type sont listés.</translation>
    </message>
    <message>
        <source>all</source>
        <translation>tous</translation>
    </message>
    <message>
        <source>polygons</source>
        <translation>polygones</translation>
    </message>
    <message>
        <source>refinement</source>
        <translation>affinage</translation>
    </message>
    <message>
        <source>alignment</source>
        <translation>alignement</translation>
    </message>
    <message>
        <source>translation</source>
        <translation>traduction</translation>
    </message>
    <message>
        <source>series</source>
        <translation>séries</translation>
    </message>
    <message>
        <source>A JSON file with STAC items of models, or its address (https://...). Its models are listed too; 'Fetch a model' fetches them. Default: only catalogues in the folder are read.</source>
        <translation>Un fichier JSON avec des éléments STAC de modèles, ou son adresse (https://...). Ses modèles sont listés aussi ; « Télécharger un modèle » les télécharge. Par défaut : seuls les catalogues du dossier sont lus.</translation>
    </message>
    <message>
        <source>A CSV file with a row for each model.</source>
        <translation>Un fichier CSV avec une ligne par modèle.</translation>
    </message>
    <message>
        <source>List of models</source>
        <translation>Liste des modèles</translation>
    </message>
    <message>
        <source>New catalogue</source>
        <translation>Nouveau catalogue</translation>
    </message>
    <message>
        <source>A JSON file with a STAC item for each model file of the folder in the list (without a folder: of the bundled ones), with its size and checksum. Put it beside the model files, in a folder or on a server, and others can list and fetch them.</source>
        <translation>Un fichier JSON avec un élément STAC pour chaque fichier de modèle du dossier dans la liste (sans dossier : de ceux fournis), avec sa taille et sa somme de contrôle. Placez-le à côté des fichiers de modèle, dans un dossier ou sur un serveur, et d'autres pourront les lister et les télécharger.</translation>
    </message>
    <message>
        <source>STAC catalogues</source>
        <translation>Catalogues STAC</translation>
    </message>
    <message>
        <source>Number of models in the list.</source>
        <translation>Nombre de modèles dans la liste.</translation>
    </message>
    <message>
        <source>Fitting models</source>
        <translation>Modèles qui conviennent</translation>
    </message>
    <message>
        <source>Number of models that fit the image.</source>
        <translation>Nombre de modèles qui conviennent à l'image.</translation>
    </message>
    <message>
        <source>Best model</source>
        <translation>Meilleur modèle</translation>
    </message>
    <message>
        <source>Model file that fits the image best; empty if none fits.</source>
        <translation>Le fichier de modèle qui convient le mieux à l'image ; vide si aucun ne convient.</translation>
    </message>
    <message>
        <source>Make a synthetic scene</source>
        <translation>Créer une scène synthétique</translation>
    </message>
    <message>
        <source>Make a synthetic image of a town, with its building polygons as reference data.</source>
        <translation>Créer une image synthétique d'une ville, avec les polygones de ses bâtiments comme données de référence.</translation>
    </message>
    <message>
        <source>The image shows roofs with texture and shadow, roads, trees, water and sensor noise, which are drawn by rules from a random seed. Use it to try every algorithm without your own data: extract the buildings and compare them with the reference data, or align the displaced buildings, which simulate a map that was drawn on another image.</source>
        <translation>L'image montre des toits avec texture et ombre, des routes, des arbres, de l'eau et le bruit du capteur, dessinés par des règles à partir d'une graine aléatoire. Elle sert à essayer chaque algorithme sans données à vous : extraire les bâtiments et les comparer avec les données de référence, ou aligner les bâtiments déplacés, qui simulent une carte dessinée sur une autre image.</translation>
    </message>
    <message>
        <source>procedural</source>
        <translation>procédural</translation>
    </message>
    <message>
        <source>test data</source>
        <translation>données de test</translation>
    </message>
    <message>
        <source>example</source>
        <translation>exemple</translation>
    </message>
    <message>
        <source>demo</source>
        <translation>démonstration</translation>
    </message>
    <message>
        <source>simulate</source>
        <translation>simuler</translation>
    </message>
    <message>
        <source>town</source>
        <translation>ville</translation>
    </message>
    <message>
        <source>sample data</source>
        <translation>données d'exemple</translation>
    </message>
    <message>
        <source>Each seed gives a different town.</source>
        <translation>Chaque graine donne une autre ville.</translation>
    </message>
    <message>
        <source>Image size (px)</source>
        <translation>Taille de l'image (px)</translation>
    </message>
    <message>
        <source>Width and height of the image.</source>
        <translation>Largeur et hauteur de l'image.</translation>
    </message>
    <message>
        <source>Pixel size on the ground.</source>
        <translation>Taille de pixel au sol.</translation>
    </message>
    <message>
        <source>Synthetic image</source>
        <translation>Image synthétique</translation>
    </message>
    <message>
        <source>The image: a GeoTIFF with the bands red, green and blue.</source>
        <translation>L'image : un GeoTIFF avec les bandes rouge, verte et bleue.</translation>
    </message>
    <message>
        <source>Reference buildings</source>
        <translation>Bâtiments de référence</translation>
    </message>
    <message>
        <source>The outlines of all buildings as they are on the image.</source>
        <translation>Les contours de tous les bâtiments tels qu'ils sont sur l'image.</translation>
    </message>
    <message>
        <source>Displaced buildings</source>
        <translation>Bâtiments déplacés</translation>
    </message>
    <message>
        <source>The same buildings displaced by a few metres. Some buildings are missing, and some no longer stand on the image, as in an old map that was drawn on another image.</source>
        <translation>Les mêmes bâtiments déplacés de quelques mètres. Certains bâtiments manquent, et certains n'existent plus sur l'image, comme dans une vieille carte dessinée sur une autre image.</translation>
    </message>
    <message>
        <source>Polygonize</source>
        <translation>Polygoniser</translation>
    </message>
    <message>
        <source>Convert probabilities or a class map to polygons with few vertices, as a cartographer would draw them.</source>
        <translation>Convertir des probabilités ou une carte de classes en polygones avec peu de sommets, comme les dessinerait un cartographe.</translation>
    </message>
    <message>
        <source>The method 'mesh' approximates all boundaries of the map together. Edges become straight and are placed with subpixel accuracy. Neighbours share their edges, without gaps or overlaps. Buildings, or other classes that you choose, get right angles where the pixels allow it; round and oblique shapes are kept. The method 'contour' follows the pixels and does not simplify.</source>
        <translation>La méthode « mesh » approche ensemble toutes les limites de la carte. Les côtés deviennent droits et sont placés avec une exactitude inférieure au pixel. Les voisins partagent leurs côtés, sans vides ni recouvrements. Les bâtiments, ou d'autres classes de votre choix, reçoivent des angles droits là où les pixels le permettent ; les formes rondes et obliques sont conservées. La méthode « contour » suit les pixels et ne simplifie pas.</translation>
    </message>
    <message>
        <source>A band of probabilities gives polygons of the pixels that reach the threshold. Bands with decimals, with a scale below 1, or with many gradual values up to 255 or 100 are read as probabilities. With several such bands, one for each class, each pixel gets the most probable class. All other bands of whole numbers are read as class maps: every class except the background (0) gets polygons. Nodata pixels get no polygons. Displacement maps are refused.</source>
        <translation>Une bande de probabilités donne des polygones des pixels qui atteignent le seuil. Les bandes avec décimales, avec une échelle inférieure à 1, ou avec beaucoup de valeurs graduées jusqu'à 255 ou 100 sont lues comme des probabilités. Avec plusieurs de ces bandes, une par classe, chaque pixel reçoit la classe la plus probable. Toutes les autres bandes de nombres entiers sont lues comme des cartes de classes : chaque classe sauf le fond (0) reçoit des polygones. Les pixels nodata ne reçoivent pas de polygones. Les champs de déplacement sont refusés.</translation>
    </message>
    <message>
        <source>Rasters can be of any size. Areas and distances are measured on the ellipsoid, so they are correct in every CRS.</source>
        <translation>Les rasters peuvent être de toute taille. Surfaces et distances sont mesurées sur l'ellipsoïde, elles sont donc correctes dans tout SCR.</translation>
    </message>
    <message>
        <source>contour</source>
        <translation>contour</translation>
    </message>
    <message>
        <source>mesh</source>
        <translation>maillage</translation>
    </message>
    <message>
        <source>simplify</source>
        <translation>simplifier</translation>
    </message>
    <message>
        <source>regularize</source>
        <translation>régulariser</translation>
    </message>
    <message>
        <source>raster to vector</source>
        <translation>raster vers vecteur</translation>
    </message>
    <message>
        <source>polygon</source>
        <translation>polygone</translation>
    </message>
    <message>
        <source>Raster</source>
        <translation>Raster</translation>
    </message>
    <message>
        <source>A raster of probabilities (0 to 1) or a class map.</source>
        <translation>Un raster de probabilités (0 à 1) ou une carte de classes.</translation>
    </message>
    <message>
        <source>The band to polygonize, or several bands with the probabilities of as many classes. Default: the first band.</source>
        <translation>La bande à polygoniser, ou plusieurs bandes avec les probabilités d'autant de classes. Par défaut : la première bande.</translation>
    </message>
    <message>
        <source>'mesh' gives straight edges with few vertices. 'contour' follows the edges of the pixels of a class map, or the contour line of the threshold in probabilities.</source>
        <translation>« mesh » donne des côtés droits avec peu de sommets. « contour » suit les bords des pixels d'une carte de classes, ou la courbe de niveau du seuil dans des probabilités.</translation>
    </message>
    <message>
        <source>Pixels with at least this value lie inside the polygons. For bands of 0 to 255 or 0 to 100 without a scale, give a probability: 0.5 means the middle. Not used for class maps and for several bands.</source>
        <translation>Les pixels d'au moins cette valeur sont à l'intérieur des polygones. Pour des bandes de 0 à 255 ou de 0 à 100 sans échelle, donnez une probabilité : 0,5 signifie le milieu. Non utilisé pour les cartes de classes et pour plusieurs bandes.</translation>
    </message>
    <message>
        <source>Classes to write</source>
        <translation>Classes à écrire</translation>
    </message>
    <message>
        <source>Names or values of the classes that get polygons, separated by commas. For several bands: names or numbers of the bands. Default: all classes except the background.</source>
        <translation>Noms ou valeurs des classes qui reçoivent des polygones, séparés par des virgules. Pour plusieurs bandes : noms ou numéros des bandes. Par défaut : toutes les classes sauf le fond.</translation>
    </message>
    <message>
        <source>Classes with right angles</source>
        <translation>Classes à angles droits</translation>
    </message>
    <message>
        <source>Names or values of the classes that get common edge directions and right angles, separated by commas. A single class without a name in the raster always gets them, unless this is empty.</source>
        <translation>Noms ou valeurs des classes qui reçoivent des directions communes et des angles droits, séparés par des virgules. Une classe unique sans nom dans le raster les reçoit toujours, sauf si ce champ est vide.</translation>
    </message>
    <message>
        <source>Vertex penalty (px²)</source>
        <translation>Pénalité par sommet (px²)</translation>
    </message>
    <message>
        <source>Penalty for each vertex. A vertex is kept only if it corrects at least this area (for small polygons 1/80 of their area). Higher values give fewer vertices. The default suits most maps.</source>
        <translation>Pénalité pour chaque sommet. Un sommet n'est conservé que s'il corrige au moins cette surface (pour les petits polygones, 1/80 de leur surface). Des valeurs plus élevées donnent moins de sommets. La valeur par défaut convient à la plupart des cartes.</translation>
    </message>
    <message>
        <source>Weight of right angles (px²)</source>
        <translation>Poids des angles droits (px²)</translation>
    </message>
    <message>
        <source>How strongly the edges of classes with right angles are aligned to the main directions of the polygon: the penalty for each pixel of an edge in any other direction. Higher values give more right angles.</source>
        <translation>À quel point les côtés des classes à angles droits sont alignés sur les directions principales du polygone : la pénalité pour chaque pixel d'un côté de toute autre direction. Des valeurs plus élevées donnent plus d'angles droits.</translation>
    </message>
    <message>
        <source>Maximum deviation (m)</source>
        <translation>Écart maximal (m)</translation>
    </message>
    <message>
        <source>Maximum distance between an outline and the edges of the pixels that it follows. Default: eight pixels.</source>
        <translation>Distance maximale entre un contour et les bords des pixels qu'il suit. Par défaut : huit pixels.</translation>
    </message>
    <message>
        <source>With the method 'mesh', smaller regions are merged into the neighbour with the longest common edge. With 'contour', they are left out.</source>
        <translation>Avec la méthode « mesh », les régions plus petites sont fusionnées avec le voisin au plus long bord commun. Avec « contour », elles sont laissées de côté.</translation>
    </message>
    <message>
        <source>Smaller holes inside polygons are filled.</source>
        <translation>Les trous plus petits dans les polygones sont remplis.</translation>
    </message>
    <message>
        <source>Target number of vertices</source>
        <translation>Nombre de sommets visé</translation>
    </message>
    <message>
        <source>The vertex penalty is adjusted until the result has about this number of vertices in total (within 5 %). This takes several times as long. Default: the vertex penalty is not adjusted.</source>
        <translation>La pénalité par sommet est ajustée jusqu'à ce que le résultat ait à peu près ce nombre de sommets au total (à 5 % près). Cela prend plusieurs fois plus de temps. Par défaut : la pénalité par sommet n'est pas ajustée.</translation>
    </message>
    <message>
        <source>Keep touching objects apart</source>
        <translation>Séparer les objets qui se touchent</translation>
    </message>
    <message>
        <source>For probabilities with the method 'mesh'. Touching objects become polygons with shared edges, divided where the probability is lower between them. A region stays one polygon if less than half of its area reaches the seed threshold.</source>
        <translation>Pour des probabilités avec la méthode « mesh ». Les objets qui se touchent deviennent des polygones aux côtés partagés, divisés là où la probabilité est plus basse entre eux. Une région reste un seul polygone si moins de la moitié de sa surface atteint le seuil de germe.</translation>
    </message>
    <message>
        <source>Minimum probability of the pixels where an object starts. Objects grow from there down to the threshold. Lower values divide less. Used only where touching objects are kept apart.</source>
        <translation>Probabilité minimale des pixels où un objet commence. De là, les objets croissent jusqu'au seuil. Des valeurs plus basses divisent moins. Utilisé seulement là où les objets qui se touchent sont séparés.</translation>
    </message>
    <message>
        <source>Continues where the run was interrupted, instead of starting again. With the method 'mesh', what is finished of a raster of more than about 8192 x 8192 px is in a folder beside the output until that is written. Raster and parameters must be the same as before.</source>
        <translation>Continue là où l'exécution a été interrompue, au lieu de recommencer. Avec la méthode « mesh », ce qui est terminé d'un raster de plus de 8192 x 8192 px environ se trouve dans un dossier à côté du résultat, jusqu'à ce que celui-ci soit écrit. Le raster et les paramètres doivent être les mêmes qu'avant.</translation>
    </message>
    <message>
        <source>The polygons with their class (class, class_name), area (area_m2), perimeter (perimeter_m), number of vertices (n_vertices) and, for probabilities, the mean probability inside (mean_probability). The method 'mesh' adds the IoU of the polygon with its pixels (fidelity, 0 to 1), the maximum distance from the edges of its pixels (max_distance_m) and the kind of outline (status: regular = all angles are right angles, free = other angles too, contour = the outline of the pixels, because no simpler one was found).</source>
        <translation>Les polygones avec leur classe (class, class_name), leur surface (area_m2), leur périmètre (perimeter_m), leur nombre de sommets (n_vertices) et, pour des probabilités, la probabilité moyenne à l'intérieur (mean_probability). La méthode « mesh » ajoute l'IoU du polygone avec ses pixels (fidelity, 0 à 1), la distance maximale aux bords de ses pixels (max_distance_m) et le type de contour (status : regular = tous les angles sont droits, free = d'autres angles aussi, contour = le contour des pixels, car aucun plus simple n'a été trouvé).</translation>
    </message>
    <message>
        <source>Refine a class map</source>
        <translation>Affiner une carte de classes</translation>
    </message>
    <message>
        <source>Segmentation</source>
        <translation>Segmentation</translation>
    </message>
    <message>
        <source>Improve a class map from its class probabilities and the image, with any model's or program's probabilities.</source>
        <translation>Améliorer une carte de classes d'après ses probabilités et l'image, avec les probabilités de tout modèle ou programme.</translation>
    </message>
    <message>
        <source>'calibrate' corrects the probabilities by a temperature and a bias. 'crf' lets classes follow the edges in the image, by a conditional random field (CRF) that compares each pixel with its neighbours up to the radius. Its defaults are mild: the strong ones of the literature remove small objects. 'learned' does so by a small network. 'majority' gives each pixel the most frequent class around it, also in a class map without probabilities. 'fusion' joins several maps of the place.</source>
        <translation>« calibrate » corrige les probabilités par une température et un biais. « crf » fait suivre aux classes les contours de l'image, par un champ aléatoire conditionnel (CRF) qui compare chaque pixel avec ses voisins jusqu'au rayon. Ses réglages par défaut sont modérés : ceux, forts, de la littérature suppriment les petits objets. « learned » le fait par un petit réseau. « majority » donne à chaque pixel la classe la plus fréquente autour de lui, aussi dans une carte de classes sans probabilités. « fusion » réunit plusieurs cartes du lieu.</translation>
    </message>
    <message>
        <source>All numbers can be fitted on labels with 'Train a refinement', which also measures whether a refinement helps.</source>
        <translation>Tous les nombres peuvent être ajustés sur des étiquettes avec « Entraîner un affinage », qui mesure aussi si un affinage est utile.</translation>
    </message>
    <message>
        <source>The result is the same for any tile size, and the memory use is small and constant. Nodata pixels stay nodata. Pixels without an image are only calibrated.</source>
        <translation>Le résultat est le même pour toute taille de tuile, et l'utilisation de la mémoire est faible et constante. Les pixels nodata restent nodata. Les pixels sans image sont seulement calibrés.</translation>
    </message>
    <message>
        <source>crf</source>
        <translation>crf</translation>
    </message>
    <message>
        <source>conditional random field</source>
        <translation>champ aléatoire conditionnel</translation>
    </message>
    <message>
        <source>post-processing</source>
        <translation>post-traitement</translation>
    </message>
    <message>
        <source>calibration</source>
        <translation>calibration</translation>
    </message>
    <message>
        <source>temperature</source>
        <translation>température</translation>
    </message>
    <message>
        <source>regularization</source>
        <translation>régularisation</translation>
    </message>
    <message>
        <source>A raster with a band for each class, 0 to 1 (bytes: 0 to 255), which sum to 1 at each pixel, such as 'Segment an image' writes. A single band is the probability of the second class of two. For 'majority' also a class map.</source>
        <translation>Un raster avec une bande par classe, 0 à 1 (octets : 0 à 255), de somme 1 en chaque pixel, tel que « Segmenter une image » en écrit. Une bande seule est la probabilité de la seconde de deux classes. Pour « majority », aussi une carte de classes.</translation>
    </message>
    <message>
        <source>The image that the classes were predicted from, or another image of the place, with any CRS and resolution. 'crf' and 'learned' need it. Default: none.</source>
        <translation>L'image d'après laquelle les classes ont été prédites, ou une autre image du lieu, dans tout SCR et à toute résolution. « crf » et « learned » en ont besoin. Par défaut : aucune.</translation>
    </message>
    <message>
        <source>A model file (.safetensors) from 'Train a refinement', with a method and its numbers. Default: no model, but the numbers below.</source>
        <translation>Un fichier de modèle (.safetensors) issu d'« Entraîner un affinage », avec une méthode et ses nombres. Par défaut : aucun modèle, mais les nombres ci-dessous.</translation>
    </message>
    <message>
        <source>'calibrate', 'crf', 'learned' (with a model), 'majority' or 'fusion'. 'auto' is the method of the model, without a model 'crf'.</source>
        <translation>« calibrate », « crf », « learned » (avec un modèle), « majority » ou « fusion ». « auto » est la méthode du modèle, sans modèle « crf ».</translation>
    </message>
    <message>
        <source>calibrate</source>
        <translation>calibrer</translation>
    </message>
    <message>
        <source>majority</source>
        <translation>majorité</translation>
    </message>
    <message>
        <source>fusion</source>
        <translation>fusion</translation>
    </message>
    <message>
        <source>Other maps</source>
        <translation>Autres cartes</translation>
    </message>
    <message>
        <source>For 'fusion': further probabilities of the same classes at the same place, with any CRS and resolution. Default: none.</source>
        <translation>Pour « fusion » : d'autres probabilités des mêmes classes au même lieu, dans tout SCR et à toute résolution. Par défaut : aucune.</translation>
    </message>
    <message>
        <source>Fusion</source>
        <translation>Fusion</translation>
    </message>
    <message>
        <source>How several maps become one: by the mean of their log-probabilities, or by their votes. With a model, which states how reliable each map is, a vote counts by its recall, or is evidence with the mass of its precision (Dempster-Shafer).</source>
        <translation>Comment plusieurs cartes en deviennent une : par la moyenne de leurs log-probabilités, ou par leurs votes. Avec un modèle, qui indique la fiabilité de chaque carte, un vote compte selon son rappel, ou est un indice dont la masse est sa précision (Dempster-Shafer).</translation>
    </message>
    <message>
        <source>mean log-probability</source>
        <translation>log-probabilité moyenne</translation>
    </message>
    <message>
        <source>votes by recall</source>
        <translation>votes selon le rappel</translation>
    </message>
    <message>
        <source>Dempster-Shafer</source>
        <translation>Dempster-Shafer</translation>
    </message>
    <message>
        <source>The bands of the image that are compared. Default: those of the model, without a model all bands but alpha.</source>
        <translation>Les bandes de l'image qui sont comparées. Par défaut : celles du modèle, sans modèle toutes les bandes sauf l'alpha.</translation>
    </message>
    <message>
        <source>For two classes: the probability from which on the second class is chosen. The calibration moves it to 0.5. Default: 0.5.</source>
        <translation>Pour deux classes : la probabilité à partir de laquelle la seconde classe est choisie. La calibration la ramène à 0.5. Par défaut : 0.5.</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Température</translation>
    </message>
    <message>
        <source>The log-odds are divided by it. A value above 1 lowers probabilities that are too certain, which lets the image change more. Default: 1.</source>
        <translation>Les log-cotes sont divisées par elle. Une valeur supérieure à 1 abaisse les probabilités trop affirmées, ce qui permet à l'image de changer davantage. Par défaut : 1.</translation>
    </message>
    <message>
        <source>Weight of similar neighbours</source>
        <translation>Poids des voisins semblables</translation>
    </message>
    <message>
        <source>How strongly neighbours with similar values in the image have the same class. Default: 4.</source>
        <translation>À quel point les voisins de valeurs semblables dans l'image ont la même classe. Par défaut : 4.</translation>
    </message>
    <message>
        <source>Reach of similar neighbours (px)</source>
        <translation>Portée des voisins semblables (px)</translation>
    </message>
    <message>
        <source>The standard deviation of the distance of similar neighbours. Default: 8 px.</source>
        <translation>L'écart-type de la distance des voisins semblables. Par défaut : 8 px.</translation>
    </message>
    <message>
        <source>Tolerance of values</source>
        <translation>Tolérance des valeurs</translation>
    </message>
    <message>
        <source>The standard deviation of the difference between similar values, in quarters of the range of the image's values. Default: 0.15.</source>
        <translation>L'écart-type de la différence entre valeurs semblables, en quarts de l'étendue des valeurs de l'image. Par défaut : 0.15.</translation>
    </message>
    <message>
        <source>Weight of adjacent pixels</source>
        <translation>Poids des pixels adjacents</translation>
    </message>
    <message>
        <source>How strongly adjacent pixels have the same class, whatever the image shows. Default: 2.</source>
        <translation>À quel point des pixels adjacents ont la même classe, quoi que montre l'image. Par défaut : 2.</translation>
    </message>
    <message>
        <source>Radius (px)</source>
        <translation>Rayon (px)</translation>
    </message>
    <message>
        <source>Neighbours farther away in x or y are not compared. Default: 5 px; for 'majority' 1 px, the radius of a disc.</source>
        <translation>Les voisins plus éloignés en x ou en y ne sont pas comparés. Par défaut : 5 px ; pour « majority » 1 px, le rayon d'un disque.</translation>
    </message>
    <message>
        <source>Dilation</source>
        <translation>Dilatation</translation>
    </message>
    <message>
        <source>Only each second (third, ...) pixel up to the radius times 2 (3, ...) is compared. Default: 1.</source>
        <translation>Seul un pixel sur deux (trois, ...) est comparé, jusqu'au rayon fois 2 (3, ...). Par défaut : 1.</translation>
    </message>
    <message>
        <source>Iterations</source>
        <translation>Itérations</translation>
    </message>
    <message>
        <source>Number of updates of the CRF's mean field, or of passes of 'majority'. Default: 5; for 'majority' 1.</source>
        <translation>Nombre de mises à jour du champ moyen du CRF, ou de passages de « majority ». Par défaut : 5 ; pour « majority » 1.</translation>
    </message>
    <message>
        <source>Refined probabilities</source>
        <translation>Probabilités affinées</translation>
    </message>
    <message>
        <source>A GeoTIFF with a band per class: the refined probability of the class at each pixel, 0 to 1. Not for 'majority'.</source>
        <translation>Un GeoTIFF avec une bande par classe : la probabilité affinée de la classe en chaque pixel, 0 à 1. Pas pour « majority ».</translation>
    </message>
    <message>
        <source>Share of changed pixels (0 to 1)</source>
        <translation>Part des pixels changés (0 à 1)</translation>
    </message>
    <message>
        <source>The share of the valid pixels whose most probable class changed, 0 to 1.</source>
        <translation>La part des pixels valides dont la classe la plus probable a changé, 0 à 1.</translation>
    </message>
    <message>
        <source>Regularize polygons</source>
        <translation>Régulariser des polygones</translation>
    </message>
    <message>
        <source>Redraw ragged polygons with few vertices, straight edges and right angles.</source>
        <translation>Redessiner des polygones irréguliers avec peu de sommets, des côtés droits et des angles droits.</translation>
    </message>
    <message>
        <source>Use it for outlines that were traced from pixels, simplified badly or drawn by hand. All polygons are processed together: neighbours keep their common edges, and polygons keep their holes, their attributes and the gaps between them. Edges get common directions and right angles where that fits; round and oblique shapes are kept. A polygon that is already regular, and would not get fewer vertices, is not changed. Angles and distances are measured on the ground, in any CRS.</source>
        <translation>Pour des contours tracés d'après des pixels, mal simplifiés ou dessinés à la main. Tous les polygones sont traités ensemble : les voisins gardent leurs côtés communs, et les polygones gardent leurs trous, leurs attributs et les vides entre eux. Les côtés reçoivent des directions communes et des angles droits là où cela convient ; les formes rondes et obliques sont conservées. Un polygone déjà régulier, qui n'aurait pas moins de sommets, n'est pas modifié. Angles et distances sont mesurés au sol, dans tout SCR.</translation>
    </message>
    <message>
        <source>Invalid polygons are repaired. Where polygons overlap, the first one keeps the area. The log reports how many of each. 'Edit features in-place' of the Toolbox replaces the polygons in their own layer, all or the selected ones, as one step that can be undone. Save other edits before: when it is cancelled, QGIS takes back all that are not saved.</source>
        <translation>Les polygones invalides sont réparés. Là où des polygones se recouvrent, le premier garde la surface. Le journal indique combien il y en a de chaque sorte. « Éditer les entités sur place » de la boîte à outils remplace les polygones dans leur propre couche, tous ou ceux qui sont sélectionnés, en une seule étape qui peut être annulée. Enregistrez auparavant les autres modifications : en cas d'annulation, QGIS reprend toutes celles qui ne sont pas enregistrées.</translation>
    </message>
    <message>
        <source>generalize</source>
        <translation>généraliser</translation>
    </message>
    <message>
        <source>orthogonalize</source>
        <translation>orthogonaliser</translation>
    </message>
    <message>
        <source>square</source>
        <translation>équarrir</translation>
    </message>
    <message>
        <source>right angle</source>
        <translation>angle droit</translation>
    </message>
    <message>
        <source>smooth</source>
        <translation>lisser</translation>
    </message>
    <message>
        <source>The polygons to redraw, all or only the selected ones.</source>
        <translation>Les polygones à redessiner, tous ou seulement ceux qui sont sélectionnés.</translation>
    </message>
    <message>
        <source>Gives edges common directions and right angles where that fits.</source>
        <translation>Donne aux côtés des directions communes et des angles droits là où cela convient.</translation>
    </message>
    <message>
        <source>Maximum distance between a new outline and the old one. Steps and notches up to this size can be removed. Use about two pixels of the image that the polygons were traced from.</source>
        <translation>Distance maximale entre un nouveau contour et l'ancien. Les marches et encoches jusqu'à cette taille peuvent être supprimées. Utilisez environ deux pixels de l'image d'après laquelle les polygones ont été tracés.</translation>
    </message>
    <message>
        <source>Pixel size of the traced image (m)</source>
        <translation>Taille de pixel de l'image tracée (m)</translation>
    </message>
    <message>
        <source>Pixel size of the image that the polygons were traced from. Default: half of the maximum deviation.</source>
        <translation>Taille de pixel de l'image d'après laquelle les polygones ont été tracés. Par défaut : la moitié de l'écart maximal.</translation>
    </message>
    <message>
        <source>Penalty for each vertex. A vertex is kept only if it corrects at least this area, in pixels of the traced image. Higher values give fewer vertices. The default suits most polygons.</source>
        <translation>Pénalité pour chaque sommet. Un sommet n'est conservé que s'il corrige au moins cette surface, en pixels de l'image tracée. Des valeurs plus élevées donnent moins de sommets. La valeur par défaut convient à la plupart des polygones.</translation>
    </message>
    <message>
        <source>How strongly edges are aligned to the main directions of the polygon: the penalty for each pixel of an edge in any other direction. Higher values give more right angles.</source>
        <translation>À quel point les côtés sont alignés sur les directions principales du polygone : la pénalité pour chaque pixel d'un côté de toute autre direction. Des valeurs plus élevées donnent plus d'angles droits.</translation>
    </message>
    <message>
        <source>Regularized polygons</source>
        <translation>Polygones régularisés</translation>
    </message>
    <message>
        <source>The polygons with their fields, the kind of outline (status: regular = all angles are right angles, free = other angles too, contour = unchanged, because no simpler outline was found), the number of vertices (n_vertices) and the maximum distance from the old outline (max_distance_m).</source>
        <translation>Les polygones avec leurs champs, le type de contour (status : regular = tous les angles sont droits, free = d'autres angles aussi, contour = inchangé, car aucun contour plus simple n'a été trouvé), le nombre de sommets (n_vertices) et la distance maximale à l'ancien contour (max_distance_m).</translation>
    </message>
    <message>
        <source>Remove the engine</source>
        <translation>Supprimer le moteur</translation>
    </message>
    <message>
        <source>Remove the engine that 'Set up the engine' made in your QGIS profile, to free its space on the disk.</source>
        <translation>Supprimer le moteur que « Installer le moteur » a créé dans votre profil QGIS, pour libérer sa place sur le disque.</translation>
    </message>
    <message>
        <source>Models, maps and settings stay. EO Deep can be used again after another set-up.</source>
        <translation>Les modèles, les cartes et les réglages restent. EO Deep peut être utilisé de nouveau après une autre installation.</translation>
    </message>
    <message>
        <source>uninstall</source>
        <translation>désinstaller</translation>
    </message>
    <message>
        <source>delete</source>
        <translation>effacer</translation>
    </message>
    <message>
        <source>environment</source>
        <translation>environnement</translation>
    </message>
    <message>
        <source>disk</source>
        <translation>disque</translation>
    </message>
    <message>
        <source>space</source>
        <translation>espace</translation>
    </message>
    <message>
        <source>Freed space (GB)</source>
        <translation>Espace libéré (Go)</translation>
    </message>
    <message>
        <source>What the engine's files took on the disk; 0 if there was no engine.</source>
        <translation>Ce que les fichiers du moteur occupaient sur le disque ; 0 s'il n'y avait pas de moteur.</translation>
    </message>
    <message>
        <source>Segment an image</source>
        <translation>Segmenter une image</translation>
    </message>
    <message>
        <source>Classify every pixel of an image of any size, without seams.</source>
        <translation>Classer chaque pixel d'une image de toute taille, sans coutures.</translation>
    </message>
    <message>
        <source>The image is processed tile by tile. Each tile is read with all the surroundings that the network needs, so the result is the same as for the whole image at once, and the memory use is small and constant. Nodata pixels stay nodata. The class map has the colours that are stored in the model.</source>
        <translation>L'image est traitée tuile par tuile. Chaque tuile est lue avec tous les alentours dont le réseau a besoin : le résultat est le même que pour l'image entière en une fois, et l'utilisation de la mémoire est faible et constante. Les pixels nodata restent nodata. La carte de classes a les couleurs enregistrées dans le modèle.</translation>
    </message>
    <message>
        <source>classify</source>
        <translation>classer</translation>
    </message>
    <message>
        <source>semantic segmentation</source>
        <translation>segmentation sémantique</translation>
    </message>
    <message>
        <source>predict</source>
        <translation>prédire</translation>
    </message>
    <message>
        <source>inference</source>
        <translation>inférence</translation>
    </message>
    <message>
        <source>roads</source>
        <translation>routes</translation>
    </message>
    <message>
        <source>The image to classify: any raster that GDAL reads, of any size and data type.</source>
        <translation>L'image à classer : tout raster que GDAL lit, de toute taille et de tout type de données.</translation>
    </message>
    <message>
        <source>A model file (.safetensors) from 'Train a segmentation model'. It contains the bands, the resolution, the scaling of the values and the classes.</source>
        <translation>Un fichier de modèle (.safetensors) issu d'« Entraîner un modèle de segmentation ». Il contient les bandes, la résolution, la mise à l'échelle des valeurs et les classes.</translation>
    </message>
    <message>
        <source>Numbers of the images</source>
        <translation>Nombres des images</translation>
    </message>
    <message>
        <source>For a model that was trained with numbers of the images: 'sun elevation = 34.2; day of year = 289'. Default: none.</source>
        <translation>Pour un modèle entraîné avec des nombres des images : « sun elevation = 34.2; day of year = 289 ». Par défaut : aucun.</translation>
    </message>
    <message>
        <source>Confidence map</source>
        <translation>Carte de confiance</translation>
    </message>
    <message>
        <source>A GeoTIFF that shows where the image resembles the training images of the model, as the share of their pixels that are less likely (a percentile, 0 to 1). Do not trust the classes where it is below about 0.01: the model has hardly seen such a place. Models of older versions have no confidence. The test-time augmentation does not change it.</source>
        <translation>Un GeoTIFF qui montre où l'image ressemble aux images d'entraînement du modèle, comme la part de leurs pixels qui sont moins vraisemblables (un percentile, 0 à 1). Ne vous fiez pas aux classes là où elle est inférieure à 0,01 environ : le modèle n'a guère vu un tel lieu. Les modèles de versions plus anciennes n'ont pas de confiance. L'augmentation à l'inférence ne la change pas.</translation>
    </message>
    <message>
        <source>Segment without training data</source>
        <translation>Segmenter sans données d'entraînement</translation>
    </message>
    <message>
        <source>Divide an image, or several dates of one place, into classes that look alike, without training data (k-means).</source>
        <translation>Diviser une image, ou plusieurs dates d'un lieu, en classes d'aspect semblable, sans données d'entraînement (k-means).</translation>
    </message>
    <message>
        <source>The classes have no meaning of their own: name, join or correct them afterwards, or use them as strata. With hand features, cells of 8 px are grouped, and the edges of the classes then follow those of the image. Of several dates, each cell has the mean of its features over the dates that show it.</source>
        <translation>Les classes n'ont pas de signification propre : nommez-les, réunissez-les ou corrigez-les ensuite, ou utilisez-les comme strates. Avec les caractéristiques manuelles, des cellules de 8 px sont regroupées, et les limites des classes suivent ensuite celles de l'image. Pour plusieurs dates, chaque cellule a la moyenne de ses caractéristiques sur les dates qui la montrent.</translation>
    </message>
    <message>
        <source>k-means</source>
        <translation>k-means</translation>
    </message>
    <message>
        <source>clustering</source>
        <translation>regroupement</translation>
    </message>
    <message>
        <source>unsupervised</source>
        <translation>non supervisé</translation>
    </message>
    <message>
        <source>isodata</source>
        <translation>isodata</translation>
    </message>
    <message>
        <source>strata</source>
        <translation>strates</translation>
    </message>
    <message>
        <source>The image to divide, or images of one place at different dates, which are divided as one.</source>
        <translation>L'image à diviser, ou des images d'un même lieu à des dates différentes, qui sont divisées comme une seule.</translation>
    </message>
    <message>
        <source>The date of each image, in the order of the images and separated by semicolons, for example '2019-06-01; 2019-08-15'. Default: those in the names of the files, or in their tags.</source>
        <translation>La date de chaque image, dans l'ordre des images et séparées par des points-virgules, par exemple « 2019-06-01; 2019-08-15 ». Par défaut : celles des noms de fichiers, ou de leurs métadonnées.</translation>
    </message>
    <message>
        <source>Polygons outside which nothing is classified. Default: everywhere.</source>
        <translation>Des polygones hors desquels rien n'est classé. Par défaut : partout.</translation>
    </message>
    <message>
        <source>A model of a series of images, whose code of the place is grouped instead of the features. Default: none.</source>
        <translation>Un modèle d'une série d'images, dont le code du lieu est regroupé au lieu des caractéristiques. Par défaut : aucun.</translation>
    </message>
    <message>
        <source>Without a model. 'hand': means, deviations, detail and anisotropy of cells of 8 px. 'bands': the bands of each pixel, in standard deviations. 'embedding': bands that are one vector for each pixel, whose directions count; scales and offsets of the bands are applied.</source>
        <translation>Sans modèle. « hand » : moyennes, écarts, détail et anisotropie de cellules de 8 px. « bands » : les bandes de chaque pixel, en écarts-types. « embedding » : des bandes qui forment un vecteur par pixel, dont les directions comptent ; les échelles et décalages des bandes sont appliqués.</translation>
    </message>
    <message>
        <source>Number of classes</source>
        <translation>Nombre de classes</translation>
    </message>
    <message>
        <source>2 to 30, or 'auto': the number before the largest drop of the silhouette among 2 to 15.</source>
        <translation>2 à 30, ou « auto » : le nombre avant la plus forte baisse de la silhouette parmi 2 à 15.</translation>
    </message>
    <message>
        <source>Side of the window over which features are averaged. With hand features and models a multiple of 8. Default: 64 with hand features, 8 with a model, else 1.</source>
        <translation>Côté de la fenêtre sur laquelle les caractéristiques sont moyennées. Avec les caractéristiques manuelles et les modèles, un multiple de 8. Par défaut : 64 avec les caractéristiques manuelles, 8 avec un modèle, sinon 1.</translation>
    </message>
    <message>
        <source>Smaller regions join the neighbour with the longest common border. Without CRS in pixels.</source>
        <translation>Les régions plus petites rejoignent le voisin avec la plus longue limite commune. Sans SCR, en pixels.</translation>
    </message>
    <message>
        <source>The same seed on the same computer gives the same model.</source>
        <translation>La même graine sur le même ordinateur donne le même modèle.</translation>
    </message>
    <message>
        <source>Known centres</source>
        <translation>Centres connus</translation>
    </message>
    <message>
        <source>The centres of classes that an earlier run wrote: the image gets these classes, by the scaling of the bands of that run. The number of classes must then be 'auto' or theirs. Default: new classes.</source>
        <translation>Les centres des classes qu'une exécution précédente a écrits : l'image reçoit ces classes, avec la mise à l'échelle des bandes de cette exécution. Le nombre de classes doit alors être « auto » ou le leur. Par défaut : de nouvelles classes.</translation>
    </message>
    <message>
        <source>A GeoTIFF with classes from 1, the most frequent one first; 255 is nodata.</source>
        <translation>Un GeoTIFF avec des classes à partir de 1, la plus fréquente d'abord ; 255 est nodata.</translation>
    </message>
    <message>
        <source>Distance to the centre</source>
        <translation>Distance au centre</translation>
    </message>
    <message>
        <source>A GeoTIFF with the distance of each pixel's features from the centre of its class, in standard deviations. Of several dates the second band is how many show the pixel.</source>
        <translation>Un GeoTIFF avec la distance des caractéristiques de chaque pixel au centre de sa classe, en écarts-types. Pour plusieurs dates, la seconde bande est le nombre de celles qui montrent le pixel.</translation>
    </message>
    <message>
        <source>Centres of the classes</source>
        <translation>Centres des classes</translation>
    </message>
    <message>
        <source>A small file (JSON) by which another image gets the same classes, as its known centres.</source>
        <translation>Un petit fichier (JSON) par lequel une autre image reçoit les mêmes classes, comme ses centres connus.</translation>
    </message>
    <message>
        <source>Class centres</source>
        <translation>Centres de classes</translation>
    </message>
    <message>
        <source>An HTML page with the sizes and centres of the classes and, with 'auto', the silhouettes by their number.</source>
        <translation>Une page HTML avec les tailles et les centres des classes et, avec « auto », les silhouettes selon leur nombre.</translation>
    </message>
    <message>
        <source>Select samples</source>
        <translation>Sélectionner des échantillons</translation>
    </message>
    <message>
        <source>Select labelled pixels of images as samples for training, validation and test.</source>
        <translation>Sélectionner des pixels étiquetés d'images comme échantillons pour l'entraînement, la validation et le test.</translation>
    </message>
    <message>
        <source>The strategy decides how many samples of each class are selected, the sampler which ones. The same seed gives the same samples on every computer. Validation and test samples lie in polygons, or in blocks of the image, of their own: pixels next to training pixels would give an accuracy that is too high.</source>
        <translation>La stratégie décide combien d'échantillons de chaque classe sont sélectionnés, l'échantillonneur lesquels. La même graine donne les mêmes échantillons sur tout ordinateur. Les échantillons de validation et de test se trouvent dans des polygones, ou des blocs de l'image, à eux seuls : des pixels voisins de pixels d'entraînement donneraient une exactitude trop élevée.</translation>
    </message>
    <message>
        <source>Pixels that are nodata in any band of their image are left out, and the log reports how many, as it does for pixels in several classes and features outside the images. 'Extract samples' adds the values of rasters to the points.</source>
        <translation>Les pixels qui sont nodata dans une bande de leur image sont laissés de côté, et le journal dit combien, comme il le fait pour les pixels de plusieurs classes et les entités hors des images. « Extraire des échantillons » ajoute les valeurs de rasters aux points.</translation>
    </message>
    <message>
        <source>random points</source>
        <translation>points aléatoires</translation>
    </message>
    <message>
        <source>stratified</source>
        <translation>stratifié</translation>
    </message>
    <message>
        <source>split</source>
        <translation>répartition</translation>
    </message>
    <message>
        <source>One or more images whose pixels become samples.</source>
        <translation>Une ou plusieurs images dont les pixels deviennent des échantillons.</translation>
    </message>
    <message>
        <source>The ground truth: polygons, lines, points or class rasters, in any CRS. Either one layer for all images, or one layer for each image in the same order. A pixel belongs to a polygon that holds its centre, to a line that touches it, and to a point that lies in it.</source>
        <translation>La vérité terrain : polygones, lignes, points ou rasters de classes, dans tout SCR. Soit une couche pour toutes les images, soit une couche par image dans le même ordre. Un pixel appartient au polygone qui contient son centre, à la ligne qui le touche et au point qui s'y trouve.</translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation>Stratégie</translation>
    </message>
    <message>
        <source>How many samples: 'smallest' = as many of each class as the smallest class has; 'constant' = the count of each class; 'percent' = this percentage of each class; 'total' = the count in all, in the proportions of the classes; 'byclass' = as the class table lists; 'all' = all pixels (at most 2,000,000).</source>
        <translation>Combien d'échantillons : « smallest » = autant de chaque classe qu'en a la plus petite classe ; « constant » = le nombre indiqué de chaque classe ; « percent » = ce pourcentage de chaque classe ; « total » = le nombre indiqué en tout, dans les proportions des classes ; « byclass » = selon la table des classes ; « all » = tous les pixels (2 000 000 au plus).</translation>
    </message>
    <message>
        <source>smallest</source>
        <translation>plus petite classe</translation>
    </message>
    <message>
        <source>constant</source>
        <translation>constant</translation>
    </message>
    <message>
        <source>percent</source>
        <translation>pourcentage</translation>
    </message>
    <message>
        <source>total</source>
        <translation>total</translation>
    </message>
    <message>
        <source>byclass</source>
        <translation>par classe</translation>
    </message>
    <message>
        <source>Count or percentage</source>
        <translation>Nombre ou pourcentage</translation>
    </message>
    <message>
        <source>For the strategies 'constant' and 'total' a number of samples, for 'percent' a percentage. Default: 1000 samples, or 50 %.</source>
        <translation>Pour les stratégies « constant » et « total » un nombre d'échantillons, pour « percent » un pourcentage. Par défaut : 1000 échantillons, ou 50 %.</translation>
    </message>
    <message>
        <source>Class table</source>
        <translation>Table des classes</translation>
    </message>
    <message>
        <source>For the strategy 'byclass': a text file with a class and a number of samples on each line, with a tab, a semicolon, a comma or a space between them. Lines that start with # are comments. Default: no table.</source>
        <translation>Pour la stratégie « byclass » : un fichier texte avec une classe et un nombre d'échantillons sur chaque ligne, séparés par une tabulation, un point-virgule, une virgule ou une espace. Les lignes qui commencent par # sont des commentaires. Par défaut : pas de table.</translation>
    </message>
    <message>
        <source>Sampler</source>
        <translation>Échantillonneur</translation>
    </message>
    <message>
        <source>Which pixels: 'random' = at random, where more samples include fewer ones with the same seed; 'regular' = at equal distances in the order of the image's rows; 'spread' = at random, but with a minimum distance between samples of the same class.</source>
        <translation>Quels pixels : « random » = au hasard, un plus grand nombre incluant les échantillons d'un plus petit avec la même graine ; « regular » = à distances égales dans l'ordre des lignes de l'image ; « spread » = au hasard, mais avec une distance minimale entre échantillons d'une même classe.</translation>
    </message>
    <message>
        <source>random</source>
        <translation>aléatoire</translation>
    </message>
    <message>
        <source>regular</source>
        <translation>régulier</translation>
    </message>
    <message>
        <source>spread</source>
        <translation>espacé</translation>
    </message>
    <message>
        <source>For the sampler 'spread': samples of the same class are at least this far apart. Default: a distance at which the wanted number of samples fits into the class.</source>
        <translation>Pour l'échantillonneur « spread » : les échantillons d'une même classe sont distants d'au moins cette valeur. Par défaut : une distance à laquelle le nombre voulu d'échantillons tient dans la classe.</translation>
    </message>
    <message>
        <source>Share of the samples of each class for validation, in whole polygons or lines, or in blocks where labels are points or rasters. At least 40 % of each class are for training.</source>
        <translation>Part des échantillons de chaque classe pour la validation, en polygones ou lignes entiers, ou en blocs si les étiquettes sont des points ou des rasters. Au moins 40 % de chaque classe servent à l'entraînement.</translation>
    </message>
    <message>
        <source>Share of the samples of each class for a final test, chosen in the same way.</source>
        <translation>Part des échantillons de chaque classe pour un test final, choisis de la même manière.</translation>
    </message>
    <message>
        <source>Block size (px)</source>
        <translation>Taille de bloc (px)</translation>
    </message>
    <message>
        <source>Side length of the blocks that are for training, validation or test as a whole, where labels are points or rasters.</source>
        <translation>Côté des blocs qui servent en entier à l'entraînement, à la validation ou au test, si les étiquettes sont des points ou des rasters.</translation>
    </message>
    <message>
        <source>Only pixels with their centre inside these polygons (in any CRS) are selected. Default: all pixels.</source>
        <translation>Seuls les pixels dont le centre est à l'intérieur de ces polygones (dans tout SCR) sont sélectionnés. Par défaut : tous les pixels.</translation>
    </message>
    <message>
        <source>Pixels in features of several classes: 'leave out' = they are no samples; 'keep' = they can be a sample of each feature, as in the Orfeo ToolBox.</source>
        <translation>Pixels dans des entités de plusieurs classes : « leave out » = ils ne sont pas des échantillons ; « keep » = ils peuvent être un échantillon de chaque entité, comme dans l'Orfeo ToolBox.</translation>
    </message>
    <message>
        <source>Minimum per class</source>
        <translation>Minimum par classe</translation>
    </message>
    <message>
        <source>Number of samples that each class gets at least, if it has as many pixels.</source>
        <translation>Nombre d'échantillons que chaque classe reçoit au moins, si elle a autant de pixels.</translation>
    </message>
    <message>
        <source>Distribution over images</source>
        <translation>Répartition entre les images</translation>
    </message>
    <message>
        <source>How the samples of a class are distributed over several images: 'proportional' = to its pixels in each image; 'equal' = the same number in each image; 'custom' = by the strategy with a count for each image.</source>
        <translation>Comment les échantillons d'une classe sont répartis entre plusieurs images : « proportional » = selon ses pixels dans chaque image ; « equal » = le même nombre dans chaque image ; « custom » = selon la stratégie, avec un nombre par image.</translation>
    </message>
    <message>
        <source>proportional</source>
        <translation>proportionnelle</translation>
    </message>
    <message>
        <source>equal</source>
        <translation>égale</translation>
    </message>
    <message>
        <source>custom</source>
        <translation>personnalisée</translation>
    </message>
    <message>
        <source>Counts of the images</source>
        <translation>Nombres par image</translation>
    </message>
    <message>
        <source>For the distribution 'custom': a count or percentage for each image, separated by commas. Default: none.</source>
        <translation>Pour la répartition « custom » : un nombre ou pourcentage par image, séparés par des virgules. Par défaut : aucun.</translation>
    </message>
    <message>
        <source>Another seed gives other random samples, and another split.</source>
        <translation>Une autre graine donne d'autres échantillons aléatoires, et une autre répartition.</translation>
    </message>
    <message>
        <source>Points in the centres of the pixels, or where the labels have points: class, value (the class as a whole number), polygon (the number of the feature), part (training, validation or test), image, row and column.</source>
        <translation>Des points aux centres des pixels, ou là où les étiquettes ont des points : class, value (la classe comme nombre entier), polygon (le numéro de l'entité), part (training, validation ou test), image, ligne et colonne.</translation>
    </message>
    <message>
        <source>Rejected pixels</source>
        <translation>Pixels rejetés</translation>
    </message>
    <message>
        <source>Points with the reason why a labelled pixel or a feature gave no sample: nodata, several classes, outside the area or the images, too close to another sample. At most 10,000 for each reason.</source>
        <translation>Des points avec la raison pour laquelle un pixel étiqueté ou une entité n'a pas donné d'échantillon : nodata, plusieurs classes, hors de la zone ou des images, trop près d'un autre échantillon. Au plus 10 000 par raison.</translation>
    </message>
    <message>
        <source>A CSV file with the pixels, the wanted and the selected samples of each class.</source>
        <translation>Un fichier CSV avec les pixels, les échantillons voulus et les échantillons sélectionnés de chaque classe.</translation>
    </message>
    <message>
        <source>Number of samples.</source>
        <translation>Nombre d'échantillons.</translation>
    </message>
    <message>
        <source>Training samples</source>
        <translation>Échantillons d'entraînement</translation>
    </message>
    <message>
        <source>Number of samples for training.</source>
        <translation>Nombre d'échantillons pour l'entraînement.</translation>
    </message>
    <message>
        <source>Validation samples</source>
        <translation>Échantillons de validation</translation>
    </message>
    <message>
        <source>Number of samples for validation.</source>
        <translation>Nombre d'échantillons pour la validation.</translation>
    </message>
    <message>
        <source>Test samples</source>
        <translation>Échantillons de test</translation>
    </message>
    <message>
        <source>Number of samples for the test.</source>
        <translation>Nombre d'échantillons pour le test.</translation>
    </message>
    <message>
        <source>Set up the engine</source>
        <translation>Installer le moteur</translation>
    </message>
    <message>
        <source>Set up or repair the engine: the Python environment in which EO Deep runs its networks.</source>
        <translation>Installer ou réparer le moteur : l'environnement Python dans lequel EO Deep exécute ses réseaux.</translation>
    </message>
    <message>
        <source>Run it once. The environment is created in your QGIS profile; the Python of QGIS and other programs are not changed. The download from the Python package index is about 1 GB (several GB if PyTorch includes CUDA), and the environment needs 2 to 8 GB on the disk. A complete environment is only checked; an incomplete one is created again.</source>
        <translation>À exécuter une fois. L'environnement est créé dans votre profil QGIS ; le Python de QGIS et d'autres programmes ne sont pas modifiés. Le téléchargement depuis l'index des paquets Python fait environ 1 Go (plusieurs Go si PyTorch inclut CUDA), et l'environnement demande 2 à 8 Go sur le disque. Un environnement complet est seulement vérifié ; un environnement incomplet est créé de nouveau.</translation>
    </message>
    <message>
        <source>dependencies</source>
        <translation>dépendances</translation>
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
        <translation>Index de paquets (URL)</translation>
    </message>
    <message>
        <source>A package index to use first, for example a mirror of your organization, or PyTorch's index for a certain CUDA version. Packages that it does not have are taken from the standard index, and the log reports this. Default: only the standard index.</source>
        <translation>Un index de paquets à utiliser d'abord, par exemple un miroir de votre organisation, ou l'index de PyTorch pour une certaine version de CUDA. Les paquets qu'il n'a pas sont pris dans l'index standard, et le journal l'indique. Par défaut : seulement l'index standard.</translation>
    </message>
    <message>
        <source>Wheelhouse (folder of packages)</source>
        <translation>Dossier de paquets (wheelhouse)</translation>
    </message>
    <message>
        <source>For computers without network: a folder with all packages as wheels. Create it on a computer with network, the same operating system and the same Python version: 'python3 -m pip download -r requirements.txt -d wheelhouse', with the requirements.txt of the plugin. Default: packages are downloaded.</source>
        <translation>Pour les ordinateurs sans réseau : un dossier avec tous les paquets sous forme de wheels. Créez-le sur un ordinateur avec réseau, le même système d'exploitation et la même version de Python : « python3 -m pip download -r requirements.txt -d wheelhouse », avec le fichier requirements.txt de l'extension. Par défaut : les paquets sont téléchargés.</translation>
    </message>
    <message>
        <source>Create again even if it is complete</source>
        <translation>Créer de nouveau même s'il est complet</translation>
    </message>
    <message>
        <source>Removes the environment and creates it again, for example to change from a CPU build of PyTorch to a CUDA build.</source>
        <translation>Supprime l'environnement et le crée de nouveau, par exemple pour passer d'une version CPU de PyTorch à une version CUDA.</translation>
    </message>
    <message>
        <source>Packages for ONNX models</source>
        <translation>Paquets pour les modèles ONNX</translation>
    </message>
    <message>
        <source>Adds the packages that 'Import a model (ONNX)' and 'Export a model (ONNX)' need, about 40 MB; also to a complete environment. Once added, they stay. A wheelhouse needs them, too: '-r requirements-onnx.txt'.</source>
        <translation>Ajoute les paquets dont « Importer un modèle (ONNX) » et « Exporter un modèle (ONNX) » ont besoin, environ 40 Mo ; aussi à un environnement complet. Une fois ajoutés, ils restent. Un dossier de paquets en a besoin aussi : « -r requirements-onnx.txt ».</translation>
    </message>
    <message>
        <source>Packages for several GPUs and clusters</source>
        <translation>Paquets pour plusieurs GPU et les grappes de calcul</translation>
    </message>
    <message>
        <source>Adds the packages that the parameter 'Cluster' of the algorithms needs, about 30 MB; also to a complete environment. Once added, they stay. A wheelhouse needs them, too: '-r requirements-cluster.txt'.</source>
        <translation>Ajoute les paquets dont le paramètre « Grappe de calcul » des algorithmes a besoin, environ 30 Mo ; aussi à un environnement complet. Une fois ajoutés, ils restent. Un dossier de paquets en a besoin aussi : « -r requirements-cluster.txt ».</translation>
    </message>
    <message>
        <source>The Python interpreter of the engine.</source>
        <translation>L'interpréteur Python du moteur.</translation>
    </message>
    <message>
        <source>Super-resolve an image</source>
        <translation>Super-résoudre une image</translation>
    </message>
    <message>
        <source>Make an image of any size finer, so that its values average back to the measured ones.</source>
        <translation>Affiner une image de toute taille, de sorte que ses valeurs redonnent en moyenne celles qui ont été mesurées.</translation>
    </message>
    <message>
        <source>The image is enlarged by a network, or without a model by bicubic interpolation, and then corrected: a sensor with the pixels of the image would see the output as the image, to half a digital number, at its edges and beside nodata too. The result has no seams at any size. Nodata pixels stay nodata.</source>
        <translation>L'image est agrandie par un réseau, ou sans modèle par interpolation bicubique, puis corrigée : un capteur aux pixels de l'image verrait la sortie comme l'image, à un demi-compte numérique près, aussi à ses bords et à côté du nodata. Le résultat est sans coutures à toute taille. Les pixels nodata restent nodata.</translation>
    </message>
    <message>
        <source>Detail finer than the pixels of the image is a guess: without a model the smoothest one, with a model one learned from other places. It is helpful to look at, but do not count, measure or date objects in it, and do not use it as input of other models without a test. The expected error shows where it is least certain.</source>
        <translation>Le détail plus fin que les pixels de l'image est une supposition : sans modèle la plus lisse, avec un modèle celle apprise d'autres lieux. Il est utile à l'œil, mais n'y comptez, mesurez ou datez pas d'objets, et ne l'utilisez pas sans test en entrée d'autres modèles. L'erreur attendue montre où il est le moins certain.</translation>
    </message>
    <message>
        <source>A ratio other than the model's, or without a model one that is no whole number (such as 10 m to 1.5 m), is served by resampling the output once; the values then average back approximately. Where the range of an integer data type cuts values off, the pixels around make up for it as far as they can. Where pixels at the end of the range, such as 255 of 255, border on quite other ones, values around may be off by more: on an aerial image of 8 bits one value in 400, the worst by 5. Mostly no image of that type could keep them.</source>
        <translation>Un rapport d'échelle autre que celui du modèle ou, sans modèle, qui n'est pas un nombre entier (par exemple de 10 m à 1,5 m), est obtenu en rééchantillonnant la sortie une fois ; les valeurs ne redonnent alors qu'approximativement la moyenne. Là où l'étendue d'un type de données entier coupe des valeurs, les pixels voisins compensent autant qu'ils le peuvent. Là où des pixels au bout de l'étendue, par exemple 255 sur 255, bordent des pixels très différents, les valeurs alentour peuvent s'écarter davantage : sur une image aérienne de 8 bits, une valeur sur 400, la pire de 5. Le plus souvent, aucune image de ce type ne pourrait les conserver.</translation>
    </message>
    <message>
        <source>sharpen</source>
        <translation>affiner</translation>
    </message>
    <message>
        <source>upsampling</source>
        <translation>suréchantillonnage</translation>
    </message>
    <message>
        <source>enlarge</source>
        <translation>agrandir</translation>
    </message>
    <message>
        <source>resample</source>
        <translation>rééchantillonner</translation>
    </message>
    <message>
        <source>pixel size</source>
        <translation>taille de pixel</translation>
    </message>
    <message>
        <source>bicubic</source>
        <translation>bicubique</translation>
    </message>
    <message>
        <source>downscaling</source>
        <translation>descente d'échelle</translation>
    </message>
    <message>
        <source>The image to make finer: any raster that GDAL reads, of any size and data type.</source>
        <translation>L'image à affiner : tout raster que GDAL lit, de toute taille et de tout type de données.</translation>
    </message>
    <message>
        <source>A model file (.safetensors) from 'Train a super-resolution model'. Default: no network, bicubic interpolation that is corrected in the same way.</source>
        <translation>Un fichier de modèle (.safetensors) issu d'« Entraîner un modèle de super-résolution ». Par défaut : aucun réseau, une interpolation bicubique corrigée de la même manière.</translation>
    </message>
    <message>
        <source>The bands of the image that correspond to those of the model, in the model's order. Default: bands are matched by name; without a model, all bands but alpha.</source>
        <translation>Les bandes de l'image qui correspondent à celles du modèle, dans l'ordre du modèle. Par défaut : les bandes sont associées par leur nom ; sans modèle, toutes les bandes sauf l'alpha.</translation>
    </message>
    <message>
        <source>Guide image</source>
        <translation>Image guide</translation>
    </message>
    <message>
        <source>Finer bands of the same sensor and the same moment, for example those of 10 m of Sentinel-2 for the bands of 20 m. With a model that was trained with guide images, bands are matched by name. Without a model, a regression on the image finds how much of their detail each band gets. Default: none.</source>
        <translation>Des bandes plus fines du même capteur et du même moment, par exemple celles de 10 m de Sentinel-2 pour les bandes de 20 m. Avec un modèle entraîné avec des images guides, les bandes sont associées par leur nom. Sans modèle, une régression sur l'image détermine quelle part de leur détail reçoit chaque bande. Par défaut : aucune.</translation>
    </message>
    <message>
        <source>Ratio (1.5 to 8)</source>
        <translation>Rapport d'échelle (1,5 à 8)</translation>
    </message>
    <message>
        <source>How many pixels of the output lie along the side of a pixel of the image. Default: by the pixel size, else that of the model, else that of the guide image, else 4.</source>
        <translation>Combien de pixels de la sortie se trouvent le long du côté d'un pixel de l'image. Par défaut : d'après la taille de pixel, sinon celui du modèle, sinon celui de l'image guide, sinon 4.</translation>
    </message>
    <message>
        <source>Pixel size of the output (m)</source>
        <translation>Taille de pixel de la sortie (m)</translation>
    </message>
    <message>
        <source>Instead of the ratio: the side of the output's pixels in metres. Default: by the ratio.</source>
        <translation>Au lieu du rapport d'échelle : le côté des pixels de la sortie en mètres. Par défaut : d'après le rapport d'échelle.</translation>
    </message>
    <message>
        <source>Sharpness (0 to 1)</source>
        <translation>Netteté (0 à 1)</translation>
    </message>
    <message>
        <source>Of a model that was trained with sharpness: 0 is the image with the smallest error, 1 the one with the most natural texture, much of which is invented.</source>
        <translation>Pour un modèle entraîné avec netteté : 0 est l'image à l'erreur la plus petite, 1 celle à la texture la plus naturelle, en grande partie inventée.</translation>
    </message>
    <message>
        <source>Keep the measured values</source>
        <translation>Conserver les valeurs mesurées</translation>
    </message>
    <message>
        <source>Corrects the output so that it averages back to the image. Without, it is what the network or the bicubic interpolation gives, and its values are not those that were measured.</source>
        <translation>Corrige la sortie pour qu'elle redonne l'image en moyenne. Sans cela, elle est ce que donne le réseau ou l'interpolation bicubique, et ses valeurs ne sont pas celles qui ont été mesurées.</translation>
    </message>
    <message>
        <source>Only pixels inside these polygons (in any CRS) are made finer; all others become nodata. Default: the whole image.</source>
        <translation>Seuls les pixels à l'intérieur de ces polygones (dans tout SCR) sont affinés ; tous les autres deviennent nodata. Par défaut : toute l'image.</translation>
    </message>
    <message>
        <source>The output is computed in square tiles of this size. The result does not depend on it. Larger tiles are a little faster and need more memory. Default: chosen from the free memory.</source>
        <translation>La sortie est calculée en tuiles carrées de cette taille. Le résultat n'en dépend pas. Des tuiles plus grandes sont un peu plus rapides et demandent plus de mémoire. Par défaut : choisie d'après la mémoire libre.</translation>
    </message>
    <message>
        <source>A GeoTIFF with the bands of the image, in its data type, with its scales and nodata.</source>
        <translation>Un GeoTIFF avec les bandes de l'image, dans son type de données, avec ses échelles et son nodata.</translation>
    </message>
    <message>
        <source>Detail added</source>
        <translation>Détail ajouté</translation>
    </message>
    <message>
        <source>A GeoTIFF with a band for each of the image, in its units: by how much the output differs from the bicubic image. Where it is large, the values depend most on how detail is restored.</source>
        <translation>Un GeoTIFF avec une bande pour chacune de l'image, dans ses unités : de combien la sortie diffère de l'image bicubique. Là où il est grand, les valeurs dépendent le plus de la façon dont le détail est restauré.</translation>
    </message>
    <message>
        <source>A GeoTIFF with a band for each of the image, in its units: the mean absolute error that the training of the model measured in places that look alike, and what the sharpness adds to it. About one value in ten is off by more than 2.3 times this. In other regions than those of the training it is less certain.</source>
        <translation>Un GeoTIFF avec une bande pour chacune de l'image, dans ses unités : l'erreur absolue moyenne que l'entraînement du modèle a mesurée dans des lieux d'aspect semblable, et ce que la netteté y ajoute. Environ une valeur sur dix s'écarte de plus de 2,3 fois cette valeur. Dans d'autres régions que celles de l'entraînement, elle est moins certaine.</translation>
    </message>
    <message>
        <source>Train an alignment model</source>
        <translation>Entraîner un modèle d'alignement</translation>
    </message>
    <message>
        <source>Train a network to align a map with an image, from images and polygons that match them.</source>
        <translation>Entraîner un réseau à aligner une carte sur une image, à partir d'images et de polygones qui leur correspondent.</translation>
    </message>
    <message>
        <source>The training displaces the polygons by known random amounts, removes some and adds others. The network is trained to distinguish the true position of each object from all other positions nearby. 'Align vectors' then applies it to maps with unknown errors. Polygons that match the images only roughly can be used too, in several rounds.</source>
        <translation>L'entraînement déplace les polygones de quantités aléatoires connues, en supprime certains et en ajoute d'autres. Le réseau est entraîné à distinguer la vraie position de chaque objet de toutes les autres positions proches. « Aligner des vecteurs » l'applique ensuite à des cartes aux erreurs inconnues. Des polygones qui ne correspondent que grossièrement aux images conviennent aussi, en plusieurs tours.</translation>
    </message>
    <message>
        <source>To adapt the bundled model to the roofs and images of another region, use it as the initial model: a few hundred buildings are enough. An interrupted training continues from its last epoch when you run it again with 'Resume an interrupted training'.</source>
        <translation>Pour adapter le modèle fourni aux toits et aux images d'une autre région, utilisez-le comme modèle initial : quelques centaines de bâtiments suffisent. Un entraînement interrompu continue à partir de sa dernière époque si vous l'exécutez de nouveau avec « Reprendre un entraînement interrompu ».</translation>
    </message>
    <message>
        <source>learn</source>
        <translation>apprendre</translation>
    </message>
    <message>
        <source>fine-tune</source>
        <translation>affinage du modèle</translation>
    </message>
    <message>
        <source>One or more images with the same bands. Bands with names may be in a different order in each image.</source>
        <translation>Une ou plusieurs images avec les mêmes bandes. Les bandes avec des noms peuvent être dans un ordre différent dans chaque image.</translation>
    </message>
    <message>
        <source>Polygons that match the images, in any CRS. Either one layer for all images, or one layer for each image in the same order.</source>
        <translation>Des polygones qui correspondent aux images, dans tout SCR. Soit une couche pour toutes les images, soit une couche par image dans le même ordre.</translation>
    </message>
    <message>
        <source>The bands of the images that are used in the training, in this order, for example '4, 3, 2'. Default: all bands but alpha.</source>
        <translation>Les bandes des images utilisées pour l'entraînement, dans cet ordre, par exemple « 4, 3, 2 ». Par défaut : toutes les bandes sauf l'alpha.</translation>
    </message>
    <message>
        <source>Area with complete vectors</source>
        <translation>Zone de vecteurs complets</translation>
    </message>
    <message>
        <source>Polygons where the vectors are complete; the rest of the images is not used. Default: the vectors are complete on the whole images.</source>
        <translation>Des polygones où les vecteurs sont complets ; le reste des images n'est pas utilisé. Par défaut : les vecteurs sont complets sur les images entières.</translation>
    </message>
    <message>
        <source>Validation area</source>
        <translation>Zone de validation</translation>
    </message>
    <message>
        <source>Polygons that are held back from the training to measure the accuracy. Default: blocks of the images.</source>
        <translation>Des polygones réservés hors de l'entraînement pour mesurer l'exactitude. Par défaut : des blocs des images.</translation>
    </message>
    <message>
        <source>Without a validation area, this share of the images is held back for validation. It is held back in blocks, because pixels next to training pixels would give an accuracy that is too high.</source>
        <translation>Sans zone de validation, cette part des images est réservée à la validation. Elle est réservée en blocs, car des pixels voisins de pixels d'entraînement donneraient une exactitude trop élevée.</translation>
    </message>
    <message>
        <source>Rounds</source>
        <translation>Tours</translation>
    </message>
    <message>
        <source>Use 1 if the vectors match the images. Use more if they are displaced: each extra round corrects them with a network trained on the other half of the data. Each extra round takes as long as two trainings.</source>
        <translation>Utilisez 1 si les vecteurs correspondent aux images. Utilisez plus s'ils sont décalés : chaque tour supplémentaire les corrige avec un réseau entraîné sur l'autre moitié des données. Chaque tour supplémentaire prend le temps de deux entraînements.</translation>
    </message>
    <message>
        <source>Maximum smooth displacement (m)</source>
        <translation>Déplacement continu maximal (m)</translation>
    </message>
    <message>
        <source>Maximum displacement, along each axis, by a field that changes slowly over the image. It simulates errors of the georeference and of the terrain model.</source>
        <translation>Déplacement maximal, le long de chaque axe, par un champ qui varie lentement sur l'image. Il simule des erreurs du géoréférencement et du modèle de terrain.</translation>
    </message>
    <message>
        <source>Maximum displacement of blocks (m)</source>
        <translation>Déplacement maximal des blocs (m)</translation>
    </message>
    <message>
        <source>Maximum additional displacement that all objects of a block share. It simulates objects that were drawn from one image or by one person.</source>
        <translation>Déplacement supplémentaire maximal que partagent tous les objets d'un bloc. Il simule des objets dessinés d'après une même image ou par une même personne.</translation>
    </message>
    <message>
        <source>Maximum displacement of objects (m)</source>
        <translation>Déplacement maximal des objets (m)</translation>
    </message>
    <message>
        <source>Maximum additional displacement of each single object.</source>
        <translation>Déplacement supplémentaire maximal de chaque objet seul.</translation>
    </message>
    <message>
        <source>Maximum rotation of objects (°)</source>
        <translation>Rotation maximale des objets (°)</translation>
    </message>
    <message>
        <source>Maximum rotation of each single object. The size of the object is also changed by a similar amount.</source>
        <translation>Rotation maximale de chaque objet seul. La taille de l'objet est aussi modifiée dans une mesure semblable.</translation>
    </message>
    <message>
        <source>Share of removed objects (0 to 1)</source>
        <translation>Part d'objets supprimés (0 à 1)</translation>
    </message>
    <message>
        <source>Share of the objects that are removed from the displaced map, although the image shows them.</source>
        <translation>Part des objets supprimés de la carte déplacée, bien que l'image les montre.</translation>
    </message>
    <message>
        <source>Share of spurious objects (0 to 1)</source>
        <translation>Part d'objets en trop (0 à 1)</translation>
    </message>
    <message>
        <source>Number of objects that are added to the displaced map, although the image does not show them, as a share of the map's objects.</source>
        <translation>Nombre d'objets ajoutés à la carte déplacée, bien que l'image ne les montre pas, comme part des objets de la carte.</translation>
    </message>
    <message>
        <source>Initial model (for fine-tuning)</source>
        <translation>Modèle initial (pour l'affiner)</translation>
    </message>
    <message>
        <source>An existing model to fine-tune: an alignment model, or a segmentation model with a building class. The training keeps its network and scaling. Default: the training starts from random weights.</source>
        <translation>Un modèle existant à affiner : un modèle d'alignement, ou un modèle de segmentation avec une classe bâtiment. L'entraînement garde son réseau et sa mise à l'échelle. Par défaut : l'entraînement part de poids aléatoires.</translation>
    </message>
    <message>
        <source>Maximum learning rate</source>
        <translation>Taux d'apprentissage maximal</translation>
    </message>
    <message>
        <source>Step size of the optimizer. Lower it (for example to 0.0003) when the loss jumps, or for fine-tuning.</source>
        <translation>Longueur de pas de l'optimiseur. Abaissez-la (par exemple à 0,0003) si la perte fait des sauts, ou pour affiner un modèle.</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>Époques</translation>
    </message>
    <message>
        <source>Number of epochs. In each epoch the network is trained on as many windows as given by 'Windows per epoch'. The model of the epoch with the best validation result is saved.</source>
        <translation>Nombre d'époques. À chaque époque, le réseau est entraîné sur autant de fenêtres que l'indique « Fenêtres par époque ». Le modèle de l'époque au meilleur résultat de validation est enregistré.</translation>
    </message>
    <message>
        <source>Windows per epoch</source>
        <translation>Fenêtres par époque</translation>
    </message>
    <message>
        <source>Number of training windows that are drawn from the images in each epoch.</source>
        <translation>Nombre de fenêtres d'entraînement tirées des images à chaque époque.</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>Taille de lot</translation>
    </message>
    <message>
        <source>Number of training windows that are processed together. Halve it if the memory is not sufficient.</source>
        <translation>Nombre de fenêtres d'entraînement traitées ensemble. Divisez-la par deux si la mémoire ne suffit pas.</translation>
    </message>
    <message>
        <source>Window size (px)</source>
        <translation>Taille de fenêtre (px)</translation>
    </message>
    <message>
        <source>Side length of the training windows, a multiple of 8. Only objects that lie completely inside a window are used.</source>
        <translation>Côté des fenêtres d'entraînement, un multiple de 8. Seuls les objets entièrement à l'intérieur d'une fenêtre sont utilisés.</translation>
    </message>
    <message>
        <source>Pixel size on the ground. The training images are resampled to it, and later the images that the model is applied to. Default: that of the initial model, else 0.3 m.</source>
        <translation>Taille de pixel au sol. Les images d'entraînement y sont rééchantillonnées, et plus tard les images auxquelles le modèle est appliqué. Par défaut : celle du modèle initial, sinon 0,3 m.</translation>
    </message>
    <message>
        <source>The processor that trains the network. 'auto' takes the one chosen in the options (Processing &gt; Providers &gt; EO Deep), else the best one available, 'cuda' an NVIDIA GPU ('cuda:1' the second one), 'gpus' all NVIDIA GPUs of this machine, which share each batch, 'mps' an Apple GPU. Only 'auto' without a chosen one, and 'gpus', fall back to the CPU; any other device must be available.</source>
        <translation>Le processeur qui entraîne le réseau. « auto » prend celui qui est choisi dans les options (Traitement &gt; Fournisseurs de services &gt; EO Deep), sinon le meilleur disponible, « cuda » un GPU NVIDIA (« cuda:1 » le deuxième), « gpus » tous les GPU NVIDIA de cette machine, qui se partagent chaque lot, « mps » un GPU Apple. Seuls « auto » sans choix dans les options et « gpus » se rabattent sur le CPU ; tout autre processeur doit être disponible.</translation>
    </message>
    <message>
        <source>gpus</source>
        <translation>gpus</translation>
    </message>
    <message>
        <source>Resume an interrupted training</source>
        <translation>Reprendre un entraînement interrompu</translation>
    </message>
    <message>
        <source>Continues from the checkpoint beside the model file, if there is one. The result is the same as without the interruption. All other parameters must be the same as before.</source>
        <translation>Continue à partir du point de reprise à côté du fichier de modèle, s'il y en a un. Le résultat est le même que sans l'interruption. Tous les autres paramètres doivent être les mêmes qu'avant.</translation>
    </message>
    <message>
        <source>Trained model</source>
        <translation>Modèle entraîné</translation>
    </message>
    <message>
        <source>The model file: the weights, and everything needed to apply them (bands, resolution, scaling, classes, training record). Default: a new file in your folder of models.</source>
        <translation>Le fichier de modèle : les poids, et tout ce qu'il faut pour les appliquer (bandes, résolution, mise à l'échelle, classes, compte rendu de l'entraînement). Par défaut : un nouveau fichier dans votre dossier de modèles.</translation>
    </message>
    <message>
        <source>Training report</source>
        <translation>Rapport d'entraînement</translation>
    </message>
    <message>
        <source>An HTML page with the training curves: the loss, and the share of validation objects that are found.</source>
        <translation>Une page HTML avec les courbes d'entraînement : la perte, et la part des objets de validation qui sont trouvés.</translation>
    </message>
    <message>
        <source>Share of objects found (0 to 1)</source>
        <translation>Part des objets trouvés (0 à 1)</translation>
    </message>
    <message>
        <source>Share of the validation objects that are found within 1.2 m of their true position, each object on its own.</source>
        <translation>Part des objets de validation trouvés à moins de 1,2 m de leur vraie position, chaque objet pour lui-même.</translation>
    </message>
    <message>
        <source>Train a pixel classifier</source>
        <translation>Entraîner un classifieur de pixels</translation>
    </message>
    <message>
        <source>Train a classifier of pixels on their features, from images with labels or from samples.</source>
        <translation>Entraîner un classifieur de pixels sur leurs caractéristiques, à partir d'images avec étiquettes ou d'échantillons.</translation>
    </message>
    <message>
        <source>Features are the bands of one, two or three images of the same place and, where wanted, means and standard deviations over windows around each pixel and formulas such as a vegetation index. Pixels to train on are drawn at random from the labels, or given as points with a number field for each feature.</source>
        <translation>Les caractéristiques sont les bandes d'une, de deux ou de trois images du même lieu et, si on le souhaite, des moyennes et écarts-types sur des fenêtres autour de chaque pixel et des formules, par exemple un indice de végétation. Les pixels d'entraînement sont tirés au hasard des étiquettes, ou donnés comme points avec un champ numérique par caractéristique.</translation>
    </message>
    <message>
        <source>The accuracy is measured on whole polygons that the classifier has not seen. Neighbouring pixels of one polygon are nearly equal, so the accuracy on single pixels, which the report gives to compare, is too good.</source>
        <translation>L'exactitude est mesurée sur des polygones entiers que le classifieur n'a pas vus. Des pixels voisins d'un même polygone sont presque égaux ; l'exactitude sur des pixels isolés, que le rapport donne pour comparaison, est donc trop bonne.</translation>
    </message>
    <message>
        <source>perceptron</source>
        <translation>perceptron</translation>
    </message>
    <message>
        <source>Points with a class and a number field for each feature. Fields 'polygon' (which points belong together) and 'part' ('training', or another part to test the classifier with) are used where they exist. Default: pixels are drawn from the images and labels.</source>
        <translation>Des points avec une classe et un champ numérique par caractéristique. Les champs « polygon » (quels points vont ensemble) et « part » (« training », ou une autre partie pour tester le classifieur) sont utilisés s'ils existent. Par défaut : des pixels sont tirés des images et des étiquettes.</translation>
    </message>
    <message>
        <source>One or more images with the same bands, to draw samples from. Bands with names may be in a different order in each image. Default: samples are given.</source>
        <translation>Une ou plusieurs images avec les mêmes bandes, d'où tirer des échantillons. Les bandes avec des noms peuvent être dans un ordre différent dans chaque image. Par défaut : des échantillons sont donnés.</translation>
    </message>
    <message>
        <source>The ground truth: polygons, lines, points or class rasters, in any CRS. Either one layer for all images, or one layer for each image in the same order. Pixels of several classes are not used. Default: samples are given.</source>
        <translation>La vérité terrain : polygones, lignes, points ou rasters de classes, dans tout SCR. Soit une couche pour toutes les images, soit une couche par image dans le même ordre. Les pixels de plusieurs classes ne sont pas utilisés. Par défaut : des échantillons sont donnés.</translation>
    </message>
    <message>
        <source>The field that holds the class: numbers or names. Default: 'class' of samples; all labels are one class.</source>
        <translation>Le champ qui contient la classe : des nombres ou des noms. Par défaut : « class » des échantillons ; toutes les étiquettes forment une classe.</translation>
    </message>
    <message>
        <source>A further image of each place, in the same order as the images. It may have another resolution or CRS and is resampled to the pixels of the first image. Default: none.</source>
        <translation>Une autre image de chaque lieu, dans le même ordre que les images. Elle peut avoir une autre résolution ou un autre SCR et est rééchantillonnée aux pixels de la première image. Par défaut : aucune.</translation>
    </message>
    <message>
        <source>More images of the same places: one for each image, in the same order. Default: none.</source>
        <translation>D'autres images des mêmes lieux : une par image, dans le même ordre. Par défaut : aucune.</translation>
    </message>
    <message>
        <source>The bands of the second images that are used in the training, in this order. Default: all bands but alpha.</source>
        <translation>Les bandes des deuxièmes images utilisées pour l'entraînement, dans cet ordre. Par défaut : toutes les bandes sauf l'alpha.</translation>
    </message>
    <message>
        <source>The bands of the third images that are used in the training, in this order. Default: all bands but alpha.</source>
        <translation>Les bandes des troisièmes images utilisées pour l'entraînement, dans cet ordre. Par défaut : toutes les bandes sauf l'alpha.</translation>
    </message>
    <message>
        <source>A model of a network on one image, such as a segmentation model. A layer of it gives further features of the first image. The network becomes part of the model file. Default: none.</source>
        <translation>Un modèle d'un réseau pour une seule image, par exemple un modèle de segmentation. Une de ses couches donne d'autres caractéristiques de la première image. Le réseau devient une partie du fichier de modèle. Par défaut : aucun.</translation>
    </message>
    <message>
        <source>Feature fields</source>
        <translation>Champs des caractéristiques</translation>
    </message>
    <message>
        <source>The fields of the samples that are features. Default: all number fields that are not of 'Select samples'.</source>
        <translation>Les champs des échantillons qui sont des caractéristiques. Par défaut : tous les champs numériques qui ne viennent pas de « Sélectionner des échantillons ».</translation>
    </message>
    <message>
        <source>Classifier</source>
        <translation>Classifieur</translation>
    </message>
    <message>
        <source>'random forest' suits most data. 'logistic regression' is fast, and often better where polygons are few. 'gradient boosting' needs many samples. 'support vector machine' and 'nearest neighbours' use at most 20,000 samples and are slow on large images. 'perceptron' is a small neural network.</source>
        <translation>« random forest » convient à la plupart des données. « logistic regression » est rapide, et souvent meilleure si les polygones sont peu nombreux. « gradient boosting » demande beaucoup d'échantillons. « support vector machine » et « nearest neighbours » utilisent 20 000 échantillons au plus et sont lents sur de grandes images. « perceptron » est un petit réseau de neurones.</translation>
    </message>
    <message>
        <source>Trees</source>
        <translation>Arbres</translation>
    </message>
    <message>
        <source>Number of trees of a random forest, or of rounds of gradient boosting.</source>
        <translation>Nombre d'arbres d'une forêt aléatoire, ou de tours de gradient boosting.</translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation>Voisins</translation>
    </message>
    <message>
        <source>Number of samples that nearest neighbours look at.</source>
        <translation>Nombre d'échantillons que regardent les plus proches voisins.</translation>
    </message>
    <message>
        <source>Balance the classes</source>
        <translation>Équilibrer les classes</translation>
    </message>
    <message>
        <source>Weighs the samples so that all classes count alike, however many samples they have. Not possible for nearest neighbours and perceptron.</source>
        <translation>Pondère les échantillons pour que toutes les classes comptent autant, quel que soit leur nombre d'échantillons. Impossible pour les plus proches voisins et le perceptron.</translation>
    </message>
    <message>
        <source>Samples per class</source>
        <translation>Échantillons par classe</translation>
    </message>
    <message>
        <source>The maximum number of pixels of each class that are drawn from the labels. Classes with fewer pixels give all of them. Samples that are given as points are all used.</source>
        <translation>Le nombre maximal de pixels de chaque classe tirés des étiquettes. Les classes avec moins de pixels les donnent tous. Les échantillons donnés comme points sont tous utilisés.</translation>
    </message>
    <message>
        <source>Samples are only drawn inside these polygons. Default: everywhere.</source>
        <translation>Les échantillons ne sont tirés qu'à l'intérieur de ces polygones. Par défaut : partout.</translation>
    </message>
    <message>
        <source>Folds</source>
        <translation>Plis</translation>
    </message>
    <message>
        <source>In how many parts the polygons are divided for the validation. Each part is held out once.</source>
        <translation>En combien de parties les polygones sont divisés pour la validation. Chaque partie est réservée une fois.</translation>
    </message>
    <message>
        <source>Names and colours of the classes</source>
        <translation>Noms et couleurs des classes</translation>
    </message>
    <message>
        <source>'value = name #rrggbb' for each class, separated by semicolons, such as '1 = forest #1a9850; 2 = water'. The model has them, and its maps are shown in them. Default: the names and colours in which the project shows the labels by the class field.</source>
        <translation>« valeur = nom #rrggbb » pour chaque classe, séparés par des points-virgules, par exemple « 1 = forêt #1a9850; 2 = eau ». Le modèle les contient, et ses cartes sont affichées avec eux. Par défaut : les noms et couleurs avec lesquels le projet affiche les étiquettes selon le champ de classe.</translation>
    </message>
    <message>
        <source>The model file: the classifier, and all that is needed to apply it (bands, features, classes, record). Default: a new file in your folder of models.</source>
        <translation>Le fichier de modèle : le classifieur, et tout ce qu'il faut pour l'appliquer (bandes, caractéristiques, classes, compte rendu). Par défaut : un nouveau fichier dans votre dossier de modèles.</translation>
    </message>
    <message>
        <source>An HTML page with the accuracy by polygons and by pixels, confusion matrices, and the importance of the features.</source>
        <translation>Une page HTML avec l'exactitude par polygones et par pixels, des matrices de confusion, et l'importance des caractéristiques.</translation>
    </message>
    <message>
        <source>The share of samples in held out polygons that get the right class.</source>
        <translation>La part des échantillons de polygones réservés qui reçoivent la bonne classe.</translation>
    </message>
    <message>
        <source>Mean F score (0 to 1)</source>
        <translation>F-score moyen (0 à 1)</translation>
    </message>
    <message>
        <source>The mean of the classes' F scores in held out polygons.</source>
        <translation>La moyenne des F-scores des classes dans les polygones réservés.</translation>
    </message>
    <message>
        <source>Train a polygons model</source>
        <translation>Entraîner un modèle de polygones</translation>
    </message>
    <message>
        <source>Train a network that sees each object with its borders, edges and corners, from images and polygons.</source>
        <translation>Entraîner un réseau qui voit chaque objet avec ses limites, ses côtés et ses angles, à partir d'images et de polygones.</translation>
    </message>
    <message>
        <source>Use it for objects of your own, such as roofs, solar panels, pools or courts. Each polygon is one object. Besides the classes the network is trained to find the borders between touching objects, the directions of edges, and corners. The model also works wherever a segmentation model does. A few hundred objects are enough when the training starts from an existing model, such as the bundled building model. An interrupted training continues from its last epoch when you run it again with 'Resume an interrupted training'.</source>
        <translation>Pour des objets de votre choix, par exemple des toits, des panneaux solaires, des piscines ou des terrains de sport. Chaque polygone est un objet. Outre les classes, le réseau est entraîné à trouver les limites entre objets qui se touchent, les directions des côtés, et les angles. Le modèle fonctionne aussi partout où un modèle de segmentation le fait. Quelques centaines d'objets suffisent si l'entraînement part d'un modèle existant, par exemple le modèle de bâtiments fourni. Un entraînement interrompu continue à partir de sa dernière époque si vous l'exécutez de nouveau avec « Reprendre un entraînement interrompu ».</translation>
    </message>
    <message>
        <source>The ground truth: polygons in any CRS, each one an object. Either one layer for all images, or one layer for each image in the same order. Where polygons overlap, the later one counts.</source>
        <translation>La vérité terrain : des polygones dans tout SCR, chacun un objet. Soit une couche pour toutes les images, soit une couche par image dans le même ordre. Là où des polygones se recouvrent, le dernier compte.</translation>
    </message>
    <message>
        <source>The field of the polygons with the class. Default: all polygons are one class, and everything else is background.</source>
        <translation>Le champ des polygones qui contient la classe. Par défaut : tous les polygones forment une classe, et tout le reste est le fond.</translation>
    </message>
    <message>
        <source>Polygons where the labels are complete. Pixels outside are used neither for training nor for validation. Default: the labels are complete on the whole images; with a class field, pixels between the polygons are then ignored.</source>
        <translation>Des polygones où les étiquettes sont complètes. Les pixels en dehors ne servent ni à l'entraînement ni à la validation. Par défaut : les étiquettes sont complètes sur les images entières ; avec un champ de classe, les pixels entre les polygones sont alors ignorés.</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Réseau</translation>
    </message>
    <message>
        <source>'resunet' is the standard choice. 'unet' is slower on a CPU. 'fcn' and 'mlp' use more context and have coarser edges. 'polycnn' outlines objects of four corners, such as panels: it gives each point or box one quadrilateral, and is less precise than the others. It is trained on polygons with four corners that fit a tile.</source>
        <translation>« resunet » est le choix standard. « unet » est plus lent sur un CPU. « fcn » et « mlp » utilisent plus de contexte et ont des contours plus grossiers. « polycnn » entoure des objets à quatre angles, par exemple des panneaux : il donne à chaque point ou boîte un quadrilatère, et est moins précis que les autres. Il est entraîné sur des polygones à quatre angles qui tiennent dans une tuile.</translation>
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
        <translation>Canaux de base</translation>
    </message>
    <message>
        <source>Number of feature channels at full resolution. Computing time grows with its square. 32 is usual; 16 is enough for easy tasks.</source>
        <translation>Nombre de canaux de caractéristiques à pleine résolution. Le temps de calcul croît avec son carré. 32 est usuel ; 16 suffit pour des tâches faciles.</translation>
    </message>
    <message>
        <source>An existing polygons or segmentation model to fine-tune. The training keeps its network, base channels and scaling. From a segmentation model the last epoch is saved, not the best one: its classes are good before the rest has learned anything. Default: the training starts from random weights.</source>
        <translation>Un modèle de polygones ou de segmentation existant à affiner. L'entraînement garde son réseau, ses canaux de base et sa mise à l'échelle. À partir d'un modèle de segmentation, c'est la dernière époque qui est enregistrée, et non la meilleure : ses classes sont bonnes avant que le reste ait rien appris. Par défaut : l'entraînement part de poids aléatoires.</translation>
    </message>
    <message>
        <source>Loss function</source>
        <translation>Fonction de perte</translation>
    </message>
    <message>
        <source>The function that the training minimizes. Soft IoU helps when a class is rare, or when the overlap of areas matters most.</source>
        <translation>La fonction que l'entraînement minimise. Le soft IoU aide si une classe est rare, ou si le recouvrement des surfaces compte le plus.</translation>
    </message>
    <message>
        <source>cross-entropy</source>
        <translation>entropie croisée</translation>
    </message>
    <message>
        <source>cross-entropy + soft IoU</source>
        <translation>entropie croisée + soft IoU</translation>
    </message>
    <message>
        <source>Learning rate schedule</source>
        <translation>Programme du taux d'apprentissage</translation>
    </message>
    <message>
        <source>How the learning rate changes during the training. 'one-cycle' is nearly always a good choice.</source>
        <translation>Comment le taux d'apprentissage change pendant l'entraînement. « one-cycle » est presque toujours un bon choix.</translation>
    </message>
    <message>
        <source>one-cycle</source>
        <translation>un cycle</translation>
    </message>
    <message>
        <source>triangular cyclic</source>
        <translation>cyclique triangulaire</translation>
    </message>
    <message>
        <source>cosine</source>
        <translation>cosinus</translation>
    </message>
    <message>
        <source>Side length of the training windows: a multiple of 32, at least 64 for 'fcn' and 'mlp'.</source>
        <translation>Côté des fenêtres d'entraînement : un multiple de 32, au moins 64 pour « fcn » et « mlp ».</translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>Augmentation</translation>
    </message>
    <message>
        <source>How strongly the training windows are varied, so that the model also works on other images. 'flips and rotations' mirrors and rotates them; 'moderate' and 'strong' also vary scale, colours, haze and sharpness, and where labels are sparse, show what is labelled in other surroundings.</source>
        <translation>À quel point les fenêtres d'entraînement sont variées, pour que le modèle fonctionne aussi sur d'autres images. « flips and rotations » les met en miroir et les tourne ; « moderate » et « strong » varient aussi l'échelle, les couleurs, la brume et la netteté et, si les étiquettes sont éparses, montrent ce qui est étiqueté dans d'autres alentours.</translation>
    </message>
    <message>
        <source>flips and rotations</source>
        <translation>miroirs et rotations</translation>
    </message>
    <message>
        <source>moderate</source>
        <translation>modérée</translation>
    </message>
    <message>
        <source>strong</source>
        <translation>forte</translation>
    </message>
    <message>
        <source>Pixel size on the ground. The training images are resampled to it, and later the images that the model is applied to. Default: that of the initial model, else the pixel size of the first image.</source>
        <translation>Taille de pixel au sol. Les images d'entraînement y sont rééchantillonnées, et plus tard les images auxquelles le modèle est appliqué. Par défaut : celle du modèle initial, sinon la taille de pixel de la première image.</translation>
    </message>
    <message>
        <source>An HTML page with the training curves, the accuracy of classes, borders and corners, and predictions beside the ground truth.</source>
        <translation>Une page HTML avec les courbes d'entraînement, l'exactitude des classes, limites et angles, et des prédictions à côté de la vérité terrain.</translation>
    </message>
    <message>
        <source>Train a refinement</source>
        <translation>Entraîner un affinage</translation>
    </message>
    <message>
        <source>Fit a refinement of class maps on labels, and find out whether it helps.</source>
        <translation>Ajuster un affinage de cartes de classes sur des étiquettes, et savoir s'il est utile.</translation>
    </message>
    <message>
        <source>The numbers of the method are fitted on windows with labels. Whether it helps is measured by cross-fitting: on windows that it was not fitted on, against probabilities with a fitted threshold. If it does not help, the model holds the fitted threshold, or leaves the probabilities as they are, and a warning gives the figures.</source>
        <translation>Les nombres de la méthode sont ajustés sur des fenêtres avec étiquettes. Son utilité est mesurée par ajustement croisé : sur des fenêtres où elle n'a pas été ajustée, par rapport aux probabilités avec un seuil ajusté. Si elle n'est pas utile, le modèle contient le seuil ajusté, ou laisse les probabilités telles quelles, et un avertissement donne les chiffres.</translation>
    </message>
    <message>
        <source>Use probabilities that a model has predicted where it was not trained: those of its training images are too good.</source>
        <translation>Utilisez des probabilités qu'un modèle a prédites là où il n'a pas été entraîné : celles de ses images d'entraînement sont trop bonnes.</translation>
    </message>
    <message>
        <source>threshold</source>
        <translation>seuil</translation>
    </message>
    <message>
        <source>Rasters with a band for each class, 0 to 1, such as 'Segment an image' writes: one for each image, or for 'fusion' several of the same place.</source>
        <translation>Des rasters avec une bande par classe, 0 à 1, tels que « Segmenter une image » en écrit : un par image, ou pour « fusion » plusieurs du même lieu.</translation>
    </message>
    <message>
        <source>The ground truth: polygons or class rasters, in any CRS. Either one layer for all rasters, or one layer for each in the same order.</source>
        <translation>La vérité terrain : des polygones ou des rasters de classes, dans tout SCR. Soit une couche pour tous les rasters, soit une par raster dans le même ordre.</translation>
    </message>
    <message>
        <source>One image for each raster of probabilities, in the same order. 'crf' and 'learned' need them. Default: none.</source>
        <translation>Une image pour chaque raster de probabilités, dans le même ordre. « crf » et « learned » en ont besoin. Par défaut : aucune.</translation>
    </message>
    <message>
        <source>'calibrate' fits temperature and bias. 'crf' fits a conditional random field that lets classes follow the edges in the image. 'learned' trains a small network that does so; it needs labels of a million pixels or more. 'fusion' measures how reliable each of several maps is.</source>
        <translation>« calibrate » ajuste une température et un biais. « crf » ajuste un champ aléatoire conditionnel qui fait suivre aux classes les contours de l'image. « learned » entraîne un petit réseau qui le fait ; il demande les étiquettes d'au moins un million de pixels. « fusion » mesure la fiabilité de chacune de plusieurs cartes.</translation>
    </message>
    <message>
        <source>Polygons where the labels are complete. Pixels outside are not used. Default: the labels are complete on the whole rasters; with a class field, pixels between the polygons are then ignored.</source>
        <translation>Des polygones où les étiquettes sont complètes. Les pixels en dehors ne sont pas utilisés. Par défaut : les étiquettes sont complètes sur les rasters entiers ; avec un champ de classe, les pixels entre les polygones sont alors ignorés.</translation>
    </message>
    <message>
        <source>For 'learned': number of epochs, each of 64 windows.</source>
        <translation>Pour « learned » : nombre d'époques, chacune de 64 fenêtres.</translation>
    </message>
    <message>
        <source>The model file for 'Refine a class map'. Default: a new file in your folder of models.</source>
        <translation>Le fichier de modèle pour « Affiner une carte de classes ». Par défaut : un nouveau fichier dans votre dossier de modèles.</translation>
    </message>
    <message>
        <source>Report of the fit</source>
        <translation>Rapport d'ajustement</translation>
    </message>
    <message>
        <source>An HTML page with the agreement with the labels, before and after.</source>
        <translation>Une page HTML avec l'accord avec les étiquettes, avant et après.</translation>
    </message>
    <message>
        <source>Method of the model</source>
        <translation>Méthode du modèle</translation>
    </message>
    <message>
        <source>'calibrate' if the chosen method does not help.</source>
        <translation>« calibrate » si la méthode choisie n'est pas utile.</translation>
    </message>
    <message>
        <source>IoU before (0 to 1)</source>
        <translation>IoU avant (0 à 1)</translation>
    </message>
    <message>
        <source>Of the probabilities as they are, on the labels.</source>
        <translation>Des probabilités telles quelles, sur les étiquettes.</translation>
    </message>
    <message>
        <source>IoU calibrated (0 to 1)</source>
        <translation>IoU calibré (0 à 1)</translation>
    </message>
    <message>
        <source>With the fitted threshold, on labels not used to fit it.</source>
        <translation>Avec le seuil ajusté, sur des étiquettes qui n'ont pas servi à l'ajuster.</translation>
    </message>
    <message>
        <source>IoU after (0 to 1)</source>
        <translation>IoU après (0 à 1)</translation>
    </message>
    <message>
        <source>Of what the model does, on labels not used to fit it.</source>
        <translation>De ce que fait le modèle, sur des étiquettes qui n'ont pas servi à l'ajuster.</translation>
    </message>
    <message>
        <source>Train a scene classification model</source>
        <translation>Entraîner un modèle de classification de scènes</translation>
    </message>
    <message>
        <source>Train a network on labelled patches, to classify land cover and to recognize unknown land cover.</source>
        <translation>Entraîner un réseau sur des imagettes étiquetées, pour classer l'occupation du sol et reconnaître celle qui est inconnue.</translation>
    </message>
    <message>
        <source>The patches are either images in a folder with a subfolder for each class, or they are cut from images at labelled points or polygons. A joint energy-based model (JEM) is trained for two results: the class of a patch, and how likely a patch is at all, log p(x). 'Classify scenes' maps both. A plain classifier is trained for the class only; this is several times faster.</source>
        <translation>Les imagettes sont soit des images dans un dossier avec un sous-dossier par classe, soit découpées dans des images à des points ou polygones étiquetés. Un modèle joint à base d'énergie (JEM) est entraîné pour deux résultats : la classe d'une imagette, et la vraisemblance de l'imagette elle-même, log p(x). « Classer les scènes » cartographie les deux. Un simple classifieur est entraîné pour la classe seulement ; c'est plusieurs fois plus rapide.</translation>
    </message>
    <message>
        <source>A JEM is first trained as a classifier. Then samples are generated from the model, and the training makes them less likely than the real patches. It does the same with synthetic outliers: patches that were blurred, recoloured, enlarged, shuffled or replaced by noise. If the training diverges, it resumes from its last good state, and the log reports it. An interrupted training continues from its last epoch when you run it again with 'Resume an interrupted training'.</source>
        <translation>Un JEM est d'abord entraîné comme classifieur. Des échantillons sont ensuite générés à partir du modèle, et l'entraînement les rend moins vraisemblables que les vraies imagettes. Il fait de même avec des intrus synthétiques : des imagettes floutées, recolorées, agrandies, mélangées ou remplacées par du bruit. Si l'entraînement diverge, il reprend à son dernier bon état, et le journal l'indique. Un entraînement interrompu continue à partir de sa dernière époque si vous l'exécutez de nouveau avec « Reprendre un entraînement interrompu ».</translation>
    </message>
    <message>
        <source>Dataset folder</source>
        <translation>Dossier du jeu de données</translation>
    </message>
    <message>
        <source>A folder with a subfolder for each class, named after the class. The subfolders contain square images of one size: JPEG, PNG or GeoTIFF, with any number of bands. Use either a dataset folder, or images with labels.</source>
        <translation>Un dossier avec un sous-dossier par classe, qui porte le nom de la classe. Les sous-dossiers contiennent des images carrées d'une seule taille : JPEG, PNG ou GeoTIFF, avec n'importe quel nombre de bandes. Utilisez soit un dossier de jeu de données, soit des images avec étiquettes.</translation>
    </message>
    <message>
        <source>One or more images with the same bands. Bands with names may be in a different order in each image. Default: those of the folder of patches. Patches are cut from them.</source>
        <translation>Une ou plusieurs images avec les mêmes bandes. Les bandes avec des noms peuvent être dans un ordre différent dans chaque image. Par défaut : celles du dossier d'imagettes. Des imagettes y sont découpées.</translation>
    </message>
    <message>
        <source>The ground truth for the images: points (a patch around each point), or polygons or class rasters (patches that lie mostly in one class), in any CRS. Either one layer for all images, or one layer for each image in the same order.</source>
        <translation>La vérité terrain des images : des points (une imagette autour de chaque point), ou des polygones ou rasters de classes (des imagettes situées pour l'essentiel dans une classe), dans tout SCR. Soit une couche pour toutes les images, soit une couche par image dans le même ordre.</translation>
    </message>
    <message>
        <source>The field of the labels with the class. It is required for points. Default for polygons: all polygons are one class, and everything else is background.</source>
        <translation>Le champ des étiquettes qui contient la classe. Il est requis pour des points. Par défaut, pour des polygones : tous les polygones forment une classe, et tout le reste est le fond.</translation>
    </message>
    <message>
        <source>Side length of the patches that are cut from images. Patches of a dataset folder keep their own size.</source>
        <translation>Côté des imagettes découpées dans des images. Les imagettes d'un dossier de jeu de données gardent leur taille.</translation>
    </message>
    <message>
        <source>Kind of model</source>
        <translation>Type de modèle</translation>
    </message>
    <message>
        <source>'jem' gives the class of a patch and how likely the patch is. 'classifier' gives the class only.</source>
        <translation>« jem » donne la classe d'une imagette et sa vraisemblance. « classifier » donne la classe seulement.</translation>
    </message>
    <message>
        <source>classifier</source>
        <translation>classifieur</translation>
    </message>
    <message>
        <source>Depth of the network (layers)</source>
        <translation>Profondeur du réseau (couches)</translation>
    </message>
    <message>
        <source>10, 16, 22, 28, ... layers of a Wide-ResNet. 28 layers with width 10 are usual in publications, and need a GPU.</source>
        <translation>10, 16, 22, 28, ... couches d'un Wide-ResNet. 28 couches de largeur 10 sont usuelles dans les publications, et demandent un GPU.</translation>
    </message>
    <message>
        <source>Width of the network</source>
        <translation>Largeur du réseau</translation>
    </message>
    <message>
        <source>The three stages of the network have 16, 32 and 64 times this number of channels. Computing time grows with its square.</source>
        <translation>Les trois étages du réseau ont 16, 32 et 64 fois ce nombre de canaux. Le temps de calcul croît avec son carré.</translation>
    </message>
    <message>
        <source>Normalization</source>
        <translation>Normalisation</translation>
    </message>
    <message>
        <source>'batch' trains fastest by far. It is fixed while log p(x) is trained, so start with some epochs as a classifier. 'weight' standardizes the weights instead. 'group' normalizes groups of channels in each patch. 'none' is for shallow networks.</source>
        <translation>« batch » s'entraîne de loin le plus vite. Elle est figée pendant l'entraînement de log p(x) ; commencez donc par quelques époques comme classifieur. « weight » standardise les poids à la place. « group » normalise des groupes de canaux dans chaque imagette. « none » est pour des réseaux peu profonds.</translation>
    </message>
    <message>
        <source>batch</source>
        <translation>lot</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>poids</translation>
    </message>
    <message>
        <source>group</source>
        <translation>groupe</translation>
    </message>
    <message>
        <source>Stride of the first layer (px)</source>
        <translation>Pas de la première couche (px)</translation>
    </message>
    <message>
        <source>1 = the first stage works at full resolution, which takes four times as long as 2.</source>
        <translation>1 = le premier étage travaille à pleine résolution, ce qui prend quatre fois plus de temps que 2.</translation>
    </message>
    <message>
        <source>An existing scene classification model to fine-tune: the training keeps its network and scaling. Or a time series model, whose code of the place, learned without labels, then distinguishes the classes. Default: the training starts from random weights.</source>
        <translation>Un modèle de classification de scènes existant à affiner : l'entraînement garde son réseau et sa mise à l'échelle. Ou un modèle de séries temporelles, dont le code du lieu, appris sans étiquettes, distingue alors les classes. Par défaut : l'entraînement part de poids aléatoires.</translation>
    </message>
    <message>
        <source>Train the last layer only</source>
        <translation>Entraîner seulement la dernière couche</translation>
    </message>
    <message>
        <source>With an initial model: what it has learned stays as it is, and only the layer that distinguishes classes is trained. This is fast, and suits few labels.</source>
        <translation>Avec un modèle initial : ce qu'il a appris reste tel quel, et seule la couche qui distingue les classes est entraînée. C'est rapide, et convient à peu d'étiquettes.</translation>
    </message>
    <message>
        <source>Epochs as a classifier</source>
        <translation>Époques comme classifieur</translation>
    </message>
    <message>
        <source>Number of epochs that train the classes. A JEM starts with them. 0 skips them, and needs an initial model.</source>
        <translation>Nombre d'époques qui entraînent les classes. Un JEM commence par elles. 0 les saute, et demande un modèle initial.</translation>
    </message>
    <message>
        <source>Epochs as a JEM</source>
        <translation>Époques comme JEM</translation>
    </message>
    <message>
        <source>Number of epochs that train classes and log p(x) together. Not used for a plain classifier.</source>
        <translation>Nombre d'époques qui entraînent ensemble les classes et log p(x). Non utilisé pour un simple classifieur.</translation>
    </message>
    <message>
        <source>Number of patches that are processed together; for a JEM also a quarter as many samples and half as many outliers. Halve it if the memory is not sufficient. In each epoch, every patch is drawn once on average.</source>
        <translation>Nombre d'imagettes traitées ensemble ; pour un JEM, aussi un quart d'échantillons et une moitié d'intrus en plus. Divisez-la par deux si la mémoire ne suffit pas. À chaque époque, chaque imagette est tirée une fois en moyenne.</translation>
    </message>
    <message>
        <source>Maximum learning rate as a classifier</source>
        <translation>Taux d'apprentissage maximal (classifieur)</translation>
    </message>
    <message>
        <source>Step size of the optimizer. Lower it when the loss jumps, or for fine-tuning.</source>
        <translation>Longueur de pas de l'optimiseur. Abaissez-la si la perte fait des sauts, ou pour affiner un modèle.</translation>
    </message>
    <message>
        <source>Maximum learning rate as a JEM</source>
        <translation>Taux d'apprentissage maximal (JEM)</translation>
    </message>
    <message>
        <source>Step size of the optimizer for a JEM. It is several times lower than for a classifier, because the samples must follow the changes of the model.</source>
        <translation>Longueur de pas de l'optimiseur pour un JEM. Elle est plusieurs fois plus petite que pour un classifieur, car les échantillons doivent suivre les changements du modèle.</translation>
    </message>
    <message>
        <source>Number of sampling steps in each training step. More steps give better samples and a slower training.</source>
        <translation>Nombre d'étapes d'échantillonnage à chaque étape d'entraînement. Plus d'étapes donnent de meilleurs échantillons et un entraînement plus lent.</translation>
    </message>
    <message>
        <source>Sampling step size</source>
        <translation>Longueur de pas d'échantillonnage</translation>
    </message>
    <message>
        <source>How far each sampling step follows the gradient of log p(x). If the report shows that samples are always far less likely than real patches, the steps are too large; reduce them.</source>
        <translation>De combien chaque étape d'échantillonnage suit le gradient de log p(x). Si le rapport montre que les échantillons sont toujours bien moins vraisemblables que les vraies imagettes, les pas sont trop grands ; réduisez-les.</translation>
    </message>
    <message>
        <source>Sampling noise (0 to 1)</source>
        <translation>Bruit d'échantillonnage (0 à 1)</translation>
    </message>
    <message>
        <source>Standard deviation of the noise that is added in each sampling step; 1 is half the range of the values.</source>
        <translation>Écart-type du bruit ajouté à chaque étape d'échantillonnage ; 1 est la moitié de l'étendue des valeurs.</translation>
    </message>
    <message>
        <source>Number of stored samples</source>
        <translation>Nombre d'échantillons conservés</translation>
    </message>
    <message>
        <source>Number of samples that are stored and continued later, the same number for each class; at least a quarter of the batch size. With many, each is updated rarely, and a short training does not reach good samples.</source>
        <translation>Nombre d'échantillons qui sont conservés et continués plus tard, le même pour chaque classe ; au moins un quart de la taille de lot. S'ils sont nombreux, chacun est rarement mis à jour, et un entraînement court n'atteint pas de bons échantillons.</translation>
    </message>
    <message>
        <source>Share of restarted samples (0 to 1)</source>
        <translation>Part d'échantillons relancés (0 à 1)</translation>
    </message>
    <message>
        <source>In each training step, this share of the samples starts again from a random image with the colours and textures of the class.</source>
        <translation>À chaque étape d'entraînement, cette part des échantillons repart d'une image aléatoire aux couleurs et textures de la classe.</translation>
    </message>
    <message>
        <source>Weight of log p(x)</source>
        <translation>Poids de log p(x)</translation>
    </message>
    <message>
        <source>Weight of log p(x) in the loss, compared with the classes. Higher values give better samples, but small networks then lose accuracy.</source>
        <translation>Poids de log p(x) dans la perte, par rapport aux classes. Des valeurs plus élevées donnent de meilleurs échantillons, mais les petits réseaux perdent alors en exactitude.</translation>
    </message>
    <message>
        <source>Weight of outliers</source>
        <translation>Poids des intrus</translation>
    </message>
    <message>
        <source>Weight of the synthetic outliers in the loss, compared with the classes. With 0 the model gives blurred or recoloured images a higher confidence.</source>
        <translation>Poids des intrus synthétiques dans la perte, par rapport aux classes. Avec 0, le modèle donne aux images floutées ou recolorées une confiance plus élevée.</translation>
    </message>
    <message>
        <source>Folder of additional outliers</source>
        <translation>Dossier d'intrus supplémentaires</translation>
    </message>
    <message>
        <source>A folder of images that belong to no class, in the size of the patches. The training makes them unlikely. Default: only the synthetic outliers.</source>
        <translation>Un dossier d'images qui n'appartiennent à aucune classe, à la taille des imagettes. L'entraînement les rend peu vraisemblables. Par défaut : seulement les intrus synthétiques.</translation>
    </message>
    <message>
        <source>Share of the patches that is held back to measure the accuracy and to calibrate the probabilities. Georeferenced patches are held back in blocks, because neighbouring patches look alike.</source>
        <translation>Part des imagettes réservée pour mesurer l'exactitude et calibrer les probabilités. Les imagettes géoréférencées sont réservées en blocs, car des imagettes voisines se ressemblent.</translation>
    </message>
    <message>
        <source>The model file: the weights, and everything needed to apply them (bands, resolution, scaling, classes, stored samples, training record). Default: a new file in your folder of models.</source>
        <translation>Le fichier de modèle : les poids, et tout ce qu'il faut pour les appliquer (bandes, résolution, mise à l'échelle, classes, échantillons conservés, compte rendu de l'entraînement). Par défaut : un nouveau fichier dans votre dossier de modèles.</translation>
    </message>
    <message>
        <source>An HTML page with the training curves, accuracy, confusion matrix, calibration, and samples.</source>
        <translation>Une page HTML avec les courbes d'entraînement, l'exactitude, la matrice de confusion, la calibration et des échantillons.</translation>
    </message>
    <message>
        <source>Accuracy (0 to 1)</source>
        <translation>Exactitude (0 à 1)</translation>
    </message>
    <message>
        <source>Share of the validation patches with the correct class.</source>
        <translation>Part des imagettes de validation dont la classe est correcte.</translation>
    </message>
    <message>
        <source>Mean difference between probability and accuracy on the validation patches.</source>
        <translation>Différence moyenne entre probabilité et exactitude sur les imagettes de validation.</translation>
    </message>
    <message>
        <source>Train a segmentation model</source>
        <translation>Entraîner un modèle de segmentation</translation>
    </message>
    <message>
        <source>Train a network to classify every pixel, from images and labels (polygons or class rasters).</source>
        <translation>Entraîner un réseau à classer chaque pixel, à partir d'images et d'étiquettes (polygones ou rasters de classes).</translation>
    </message>
    <message>
        <source>Training windows are drawn from the images during the training, balanced between the classes; no image chips need to be exported before. Part of the images is held back to measure the accuracy. The result is one model file for 'Segment an image'. An interrupted training continues from its last epoch when you run it again with 'Resume an interrupted training'.</source>
        <translation>Les fenêtres d'entraînement sont tirées des images pendant l'entraînement, équilibrées entre les classes ; aucune imagette n'a besoin d'être exportée avant. Une partie des images est réservée pour mesurer l'exactitude. Le résultat est un fichier de modèle pour « Segmenter une image ». Un entraînement interrompu continue à partir de sa dernière époque si vous l'exécutez de nouveau avec « Reprendre un entraînement interrompu ».</translation>
    </message>
    <message>
        <source>If you have a large but imprecise map, and correct labels of a small area, give them as imprecise labels and clean labels instead.</source>
        <translation>Si vous avez une carte grande mais imprécise, et des étiquettes correctes d'une petite zone, donnez-les plutôt comme étiquettes imprécises et étiquettes propres.</translation>
    </message>
    <message>
        <source>u-net</source>
        <translation>u-net</translation>
    </message>
    <message>
        <source>One or more images with the same bands. Bands with names may be in a different order in each image. Default: those of the folder of patches.</source>
        <translation>Une ou plusieurs images avec les mêmes bandes. Les bandes avec des noms peuvent être dans un ordre différent dans chaque image. Par défaut : celles du dossier d'imagettes.</translation>
    </message>
    <message>
        <source>The ground truth: polygons or class rasters, in any CRS. Either one layer for all images, or one layer for each image in the same order. The class maps of the model have the same class numbers (0 to 254). Default: those of the folder of patches, or imprecise labels with clean labels, see below.</source>
        <translation>La vérité terrain : des polygones ou des rasters de classes, dans tout SCR. Soit une couche pour toutes les images, soit une couche par image dans le même ordre. Les cartes de classes du modèle ont les mêmes numéros de classes (0 à 254). Par défaut : celles du dossier d'imagettes, ou des étiquettes imprécises avec des étiquettes propres, voir ci-dessous.</translation>
    </message>
    <message>
        <source>Instead of images and labels: a folder that 'Extract patches' has written as GeoTIFF. Its parts are used for training and validation as they are; the test part is not used. Default: images and labels.</source>
        <translation>Au lieu d'images et d'étiquettes : un dossier que « Extraire des imagettes » a écrit en GeoTIFF. Ses parties servent telles quelles à l'entraînement et à la validation ; la partie de test n'est pas utilisée. Par défaut : images et étiquettes.</translation>
    </message>
    <message>
        <source>Further images of the same places with other bands or another resolution, for example the 20 m bands beside those of 10 m, or multispectral beside panchromatic: one for each image, in the same order. The network reads each at its own resolution; the finest are the images above. Default: a model of the images alone.</source>
        <translation>D'autres images des mêmes lieux avec d'autres bandes ou une autre résolution, par exemple les bandes à 20 m à côté de celles à 10 m, ou du multispectral à côté du panchromatique : une par image, dans le même ordre. Le réseau lit chacune à sa propre résolution ; les plus fines sont les images ci-dessus. Par défaut : un modèle des seules images.</translation>
    </message>
    <message>
        <source>Second and third images may be missing</source>
        <translation>Deuxième et troisième images facultatives</translation>
    </message>
    <message>
        <source>The model will also work where its second or third image is missing. It is trained without each of them in a fifth of the windows, and the report states the accuracy without each.</source>
        <translation>Le modèle fonctionnera aussi là où sa deuxième ou sa troisième image manque. Il est entraîné sans chacune d'elles dans un cinquième des fenêtres, et le rapport indique l'exactitude sans chacune.</translation>
    </message>
    <message>
        <source>'unet' is the standard choice. 'resunet' is faster on a CPU. 'fcn' uses more context and has coarser edges. 'mlp' combines the features of 'fcn' at all scales, which gives finer edges. With second images, 'unet' means 'multiunet', which reads each image at its own resolution; the other networks take none.</source>
        <translation>« unet » est le choix standard. « resunet » est plus rapide sur un CPU. « fcn » utilise plus de contexte et a des contours plus grossiers. « mlp » combine les caractéristiques de « fcn » à toutes les échelles, ce qui donne des contours plus fins. Avec des deuxièmes images, « unet » signifie « multiunet », qui lit chaque image à sa propre résolution ; les autres réseaux n'en acceptent pas.</translation>
    </message>
    <message>
        <source>multiunet</source>
        <translation>multiunet</translation>
    </message>
    <message>
        <source>An existing model to fine-tune. The training keeps its network, base channels and scaling. A 'unet' that was trained without second images can be continued with them. Default: the training starts from random weights.</source>
        <translation>Un modèle existant à affiner. L'entraînement garde son réseau, ses canaux de base et sa mise à l'échelle. Un « unet » entraîné sans deuxièmes images peut être continué avec elles. Par défaut : l'entraînement part de poids aléatoires.</translation>
    </message>
    <message>
        <source>Imprecise labels</source>
        <translation>Étiquettes imprécises</translation>
    </message>
    <message>
        <source>Instead of labels: a large map that may be outdated, displaced or incomplete, as polygons or class rasters. The network is trained with it first (step 1), then with the clean labels and a quarter of imprecise windows (step 2). For comparison, a third network is trained with the clean labels only. The best of the three is saved; all are validated with clean labels of places that none was trained with, and where these are few also with imprecise ones. Default: none.</source>
        <translation>Au lieu d'étiquettes : une grande carte peut-être périmée, décalée ou incomplète, en polygones ou rasters de classes. Le réseau est d'abord entraîné avec elle (étape 1), puis avec les étiquettes propres et un quart de fenêtres imprécises (étape 2). Pour comparaison, un troisième réseau est entraîné avec les seules étiquettes propres. Le meilleur des trois est enregistré ; tous sont validés avec des étiquettes propres de lieux dont aucun n'a été entraîné et, si elles sont peu nombreuses, aussi avec des imprécises. Par défaut : aucune.</translation>
    </message>
    <message>
        <source>Clean labels</source>
        <translation>Étiquettes propres</translation>
    </message>
    <message>
        <source>Correct labels of a small part of the images, with the same classes as the imprecise labels. Validation data are taken from these alone. Default: none.</source>
        <translation>Des étiquettes correctes d'une petite partie des images, avec les mêmes classes que les étiquettes imprécises. Les données de validation sont prises dans elles seules. Par défaut : aucune.</translation>
    </message>
    <message>
        <source>Area with clean labels</source>
        <translation>Zone d'étiquettes propres</translation>
    </message>
    <message>
        <source>Polygons where the clean labels are complete. Needed where the clean labels are polygons without a class field. Default: clean labels count where there are any.</source>
        <translation>Des polygones où les étiquettes propres sont complètes. Nécessaire si les étiquettes propres sont des polygones sans champ de classe. Par défaut : les étiquettes propres comptent partout où il y en a.</translation>
    </message>
    <message>
        <source>Usual error of the imprecise labels (m)</source>
        <translation>Erreur usuelle des étiquettes imprécises (m)</translation>
    </message>
    <message>
        <source>How far the edges in the imprecise labels usually lie from the true ones. So near to an edge between two classes, the imprecise labels are not used.</source>
        <translation>À quelle distance des vraies limites se trouvent d'ordinaire celles des étiquettes imprécises. À cette distance d'une limite entre deux classes, les étiquettes imprécises ne sont pas utilisées.</translation>
    </message>
    <message>
        <source>Align the imprecise labels first</source>
        <translation>Aligner d'abord les étiquettes imprécises</translation>
    </message>
    <message>
        <source>Moves the imprecise labels, which must be polygons of buildings, to where the images show them, as 'Align vectors' does.</source>
        <translation>Déplace les étiquettes imprécises, qui doivent être des polygones de bâtiments, là où les images les montrent, comme le fait « Aligner des vecteurs ».</translation>
    </message>
    <message>
        <source>Imprecise labels may lack objects</source>
        <translation>Il peut manquer des objets aux étiquettes</translation>
    </message>
    <message>
        <source>Where the network gives an object a probability above 0.9 during the training and the imprecise labels have background, the pixel is not used. The report has the share of these pixels. This applies to labels with the background value 0.</source>
        <translation>Là où le réseau donne pendant l'entraînement à un objet une probabilité supérieure à 0,9 et où les étiquettes imprécises ont le fond, le pixel n'est pas utilisé. Le rapport donne la part de ces pixels. Ceci vaut pour des étiquettes où le fond a la valeur 0.</translation>
    </message>
    <message>
        <source>Numbers in which the images differ, such as the sun's elevation, which the network reads beside the bands: name, unit, and a number for each image, as 'sun elevation (°) = 34.2, 51; day of year = 289, 112'. The model then needs them of each image that it is applied to. Default: none.</source>
        <translation>Des nombres par lesquels les images diffèrent, par exemple la hauteur du soleil, que le réseau lit à côté des bandes : nom, unité, et un nombre par image, comme « sun elevation (°) = 34.2, 51; day of year = 289, 112 ». Le modèle les demande ensuite pour chaque image à laquelle il est appliqué. Par défaut : aucun.</translation>
    </message>
    <message>
        <source>An HTML page with the training curves (loss and accuracy), the confusion matrix, and predictions beside the labels.</source>
        <translation>Une page HTML avec les courbes d'entraînement (perte et exactitude), la matrice de confusion, et des prédictions à côté des étiquettes.</translation>
    </message>
    <message>
        <source>Train a super-resolution model</source>
        <translation>Entraîner un modèle de super-résolution</translation>
    </message>
    <message>
        <source>Train a network that makes images finer, from pairs of coarse and fine images or from coarse ones alone.</source>
        <translation>Entraîner un réseau qui affine des images, à partir de paires d'images grossières et fines ou d'images grossières seules.</translation>
    </message>
    <message>
        <source>A pair of images never quite fits. Each fine image is brought to the grid, the place and the values of its coarse one, and clouds, fill values and changes between the two are left out. Without fine images, the network is trained to restore the coarse images from degraded copies; later it does the same one scale finer. This assumes that the ground looks alike at both scales, which is less true of towns than of fields.</source>
        <translation>Une paire d'images ne concorde jamais tout à fait. Chaque image fine est amenée à la grille, au lieu et aux valeurs de l'image grossière correspondante, et les nuages, les valeurs de remplissage et les changements entre les deux sont laissés de côté. Sans images fines, le réseau est entraîné à restaurer les images grossières à partir de copies dégradées ; plus tard, il fait de même une échelle plus fin. Cela suppose que le sol se ressemble aux deux échelles, ce qui est moins vrai des villes que des champs.</translation>
    </message>
    <message>
        <source>Bands of 20 m of a sensor that has others of 10 m, as Sentinel-2, are best made finer with these as guide images: their detail was measured at the same moment and is not a guess.</source>
        <translation>Les bandes de 20 m d'un capteur qui en a d'autres de 10 m, comme Sentinel-2, s'affinent au mieux avec celles-ci comme images guides : leur détail a été mesuré au même moment et n'est pas deviné.</translation>
    </message>
    <message>
        <source>Averaged over a pixel of the given image, the output of the model has the value of that pixel. Detail that is finer is a guess from other places: do not count, measure or date objects in it. The model also estimates the error of each pixel, calibrated on blocks of ground that are held back from the training.</source>
        <translation>En moyenne sur un pixel de l'image donnée, la sortie du modèle a la valeur de ce pixel. Le détail plus fin est une supposition tirée d'autres lieux : n'y comptez, mesurez ou datez pas d'objets. Le modèle estime aussi l'erreur de chaque pixel, calibrée sur des blocs de sol réservés hors de l'entraînement.</translation>
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
        <translation>Images grossières</translation>
    </message>
    <message>
        <source>The coarse images, with the same bands. They stay as they are.</source>
        <translation>Les images grossières, avec les mêmes bandes. Elles restent telles quelles.</translation>
    </message>
    <message>
        <source>Fine images</source>
        <translation>Images fines</translation>
    </message>
    <message>
        <source>The fine images of the same places, one for each coarse one in the same order, of the same days if possible. Images that were stretched for display are no measurements: use raw values. Default: none, the network is trained on the coarse images alone.</source>
        <translation>Les images fines des mêmes lieux, une par image grossière dans le même ordre, des mêmes jours si possible. Des images étirées pour l'affichage ne sont pas des mesures : utilisez des valeurs brutes. Par défaut : aucune, le réseau est entraîné sur les images grossières seules.</translation>
    </message>
    <message>
        <source>Guide images</source>
        <translation>Images guides</translation>
    </message>
    <message>
        <source>In place of fine images: finer bands of the same sensor and the same moment, one image for each coarse image in the same order. For the 20 m bands of Sentinel-2 these are the 10 m bands; the network is trained to use their detail. Default: none.</source>
        <translation>À la place d'images fines : des bandes plus fines du même capteur et du même moment, une image pour chaque image grossière, dans le même ordre. Pour les bandes de 20 m de Sentinel-2, ce sont les bandes de 10 m ; le réseau est entraîné à utiliser leur détail. Par défaut : aucune.</translation>
    </message>
    <message>
        <source>Of the coarse images, such as 1, 2, 3. Default: all bands but alpha.</source>
        <translation>Des images grossières, par exemple 1, 2, 3. Par défaut : toutes les bandes sauf l'alpha.</translation>
    </message>
    <message>
        <source>Band numbers of the fine images</source>
        <translation>Numéros de bandes des images fines</translation>
    </message>
    <message>
        <source>Band numbers in the order of the coarse bands. If there are more or fewer than these, each coarse band is taken as a mixture of all. Default: all bands but alpha.</source>
        <translation>Numéros de bandes dans l'ordre des bandes grossières. S'il y en a plus ou moins que celles-ci, chaque bande grossière est prise comme un mélange de toutes. Par défaut : toutes les bandes sauf l'alpha.</translation>
    </message>
    <message>
        <source>Ratio (2 to 8)</source>
        <translation>Rapport d'échelle (2 à 8)</translation>
    </message>
    <message>
        <source>How many fine pixels lie along a coarse one. Default: that of the initial model, else the ratio of the pixel sizes in whole numbers; 4 without fine and guide images.</source>
        <translation>Combien de pixels fins se trouvent le long d'un pixel grossier. Par défaut : celui du modèle initial, sinon le rapport des tailles de pixel en nombres entiers ; 4 sans images fines ni images guides.</translation>
    </message>
    <message>
        <source>How the values of the fine images become those of the coarse ones. 'regression' fits gain and offset of each band, 'histogram' a rising curve too.</source>
        <translation>Comment les valeurs des images fines deviennent celles des images grossières. « regression » ajuste un gain et un décalage pour chaque bande, « histogram » aussi une courbe croissante.</translation>
    </message>
    <message>
        <source>The fine images are moved by up to this distance to where they match the coarse images. With 0 they are not moved.</source>
        <translation>Les images fines sont déplacées de cette distance au plus, là où elles concordent avec les images grossières. Avec 0, elles ne sont pas déplacées.</translation>
    </message>
    <message>
        <source>Only the images inside these polygons are used. Default: the whole images.</source>
        <translation>Seules les images à l'intérieur de ces polygones sont utilisées. Par défaut : les images entières.</translation>
    </message>
    <message>
        <source>The share of the ground that is held back, in blocks, to measure the accuracy and the expected error.</source>
        <translation>La part du sol qui est réservée, en blocs, pour mesurer l'exactitude et l'erreur attendue.</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>Netteté</translation>
    </message>
    <message>
        <source>'adversarial' adds a second stage, in which the network competes with another one that distinguishes its images from real ones. The model can then make images that look sharper, but part of their detail is invented. 'none' has the smallest errors.</source>
        <translation>« adversarial » ajoute une seconde phase, dans laquelle le réseau rivalise avec un autre qui distingue ses images des vraies. Le modèle peut alors produire des images d'aspect plus net, mais une partie de leur détail est inventée. « none » a les plus petites erreurs.</translation>
    </message>
    <message>
        <source>adversarial</source>
        <translation>adversarial</translation>
    </message>
    <message>
        <source>Number of feature channels of the network. Computing time grows with its square.</source>
        <translation>Nombre de canaux de caractéristiques du réseau. Le temps de calcul croît avec son carré.</translation>
    </message>
    <message>
        <source>Residual blocks</source>
        <translation>Blocs résiduels</translation>
    </message>
    <message>
        <source>Number of blocks of the network, of two convolutions each. Computing time grows with it.</source>
        <translation>Nombre de blocs du réseau, de deux convolutions chacun. Le temps de calcul croît avec lui.</translation>
    </message>
    <message>
        <source>An existing model to fine-tune. The training keeps its network, ratio and scaling. Default: the training starts from random weights.</source>
        <translation>Un modèle existant à affiner. L'entraînement garde son réseau, son rapport d'échelle et sa mise à l'échelle. Par défaut : l'entraînement part de poids aléatoires.</translation>
    </message>
    <message>
        <source>Step size of the optimizer. Lower it (for example to 0.0005) for fine-tuning.</source>
        <translation>Longueur de pas de l'optimiseur. Abaissez-la (par exemple à 0,0005) pour affiner un modèle.</translation>
    </message>
    <message>
        <source>Number of epochs. In each epoch the network is trained on as many patches as given by 'Windows per epoch'. The default takes about half an hour on two processor cores.</source>
        <translation>Nombre d'époques. À chaque époque, le réseau est entraîné sur autant d'imagettes que l'indique « Fenêtres par époque ». La valeur par défaut prend environ une demi-heure sur deux cœurs de processeur.</translation>
    </message>
    <message>
        <source>Number of training windows, of 24 x 24 coarse pixels, that are drawn from the images in each epoch.</source>
        <translation>Nombre de fenêtres d'entraînement, de 24 x 24 pixels grossiers, tirées des images à chaque époque.</translation>
    </message>
    <message>
        <source>Maximum time (minutes)</source>
        <translation>Durée maximale (minutes)</translation>
    </message>
    <message>
        <source>The training ends in about this time, even with fewer epochs. The result then depends on the speed of the computer. Default: no limit.</source>
        <translation>L'entraînement se termine au bout d'environ cette durée, même avec moins d'époques. Le résultat dépend alors de la vitesse de l'ordinateur. Par défaut : pas de limite.</translation>
    </message>
    <message>
        <source>The model file for 'Super-resolve an image': the weights, and everything needed to apply them. Default: a new file in your folder of models.</source>
        <translation>Le fichier de modèle pour « Super-résoudre une image » : les poids, et tout ce qu'il faut pour les appliquer. Par défaut : un nouveau fichier dans votre dossier de modèles.</translation>
    </message>
    <message>
        <source>An HTML page with how the pairs of images fit, training curves, the accuracy beside that of interpolation, pictures and settings.</source>
        <translation>Une page HTML avec la concordance des paires d'images, les courbes d'entraînement, l'exactitude à côté de celle de l'interpolation, des images et les réglages.</translation>
    </message>
    <message>
        <source>Train a time series model</source>
        <translation>Entraîner un modèle de séries temporelles</translation>
    </message>
    <message>
        <source>Train a network that separates what a place is from what a date does to it, on a series of images without labels.</source>
        <translation>Entraîner un réseau qui sépare ce qu'est un lieu de ce qu'une date en fait, sur une série d'images sans étiquettes.</translation>
    </message>
    <message>
        <source>The network describes each cell of 8 pixels by a shared code, which is to be the same at all dates, and each image by an exclusive code: season, sun and haze of the whole, and what happened in each cell of 16 pixels. It is trained by painting each image from the shared code of another date. The model serves to paint a place as of another date, to find places again, to segment without classes, and to detect change.</source>
        <translation>Le réseau décrit chaque cellule de 8 pixels par un code partagé, qui doit être le même à toutes les dates, et chaque image par un code exclusif : saison, soleil et brume de l'ensemble, et ce qui s'est passé dans chaque cellule de 16 pixels. Il est entraîné à peindre chaque image à partir du code partagé d'une autre date. Le modèle sert à peindre un lieu tel qu'à une autre date, à retrouver des lieux, à segmenter sans classes et à détecter des changements.</translation>
    </message>
    <message>
        <source>The images need not have the same grid, extent or clouds. They are brought to the grid of the first one, shifts are corrected, and clouds are masked. The report describes in words where the codes hold what they should not: the exclusive code the place, or the shared one the date. More dates and more ground help.</source>
        <translation>Les images n'ont pas besoin d'avoir la même grille, la même emprise ou les mêmes nuages. Elles sont amenées à la grille de la première, les décalages sont corrigés, et les nuages masqués. Le rapport décrit en mots où les codes contiennent ce qu'ils ne devraient pas : le code exclusif le lieu, ou le code partagé la date. Plus de dates et plus de sol aident.</translation>
    </message>
    <message>
        <source>self-supervised</source>
        <translation>auto-supervisé</translation>
    </message>
    <message>
        <source>disentangled</source>
        <translation>désenchevêtré</translation>
    </message>
    <message>
        <source>representation</source>
        <translation>représentation</translation>
    </message>
    <message>
        <source>multitemporal</source>
        <translation>multitemporel</translation>
    </message>
    <message>
        <source>season</source>
        <translation>saison</translation>
    </message>
    <message>
        <source>change</source>
        <translation>changement</translation>
    </message>
    <message>
        <source>Two or more images of one place at different dates, with the same bands. The first one's grid is used; the others are warped to it.</source>
        <translation>Deux images ou plus d'un même lieu à des dates différentes, avec les mêmes bandes. La grille de la première est utilisée ; les autres y sont reprojetées.</translation>
    </message>
    <message>
        <source>The bands that are used, for example '4, 3, 2'. Default: all bands but alpha.</source>
        <translation>Les bandes utilisées, par exemple « 4, 3, 2 ». Par défaut : toutes les bandes sauf l'alpha.</translation>
    </message>
    <message>
        <source>What is not to be used, one layer for each image in the same order: a scene classification, quality bits, or a layer that is not 0 where the image is bad. Default: clouds are found by their brightness.</source>
        <translation>Ce qui ne doit pas être utilisé, une couche par image dans le même ordre : une classification de scène, des bits de qualité, ou une couche qui n'est pas 0 là où l'image est mauvaise. Par défaut : les nuages sont trouvés d'après leur luminosité.</translation>
    </message>
    <message>
        <source>Estimate the shifts between the images and correct up to 2 px.</source>
        <translation>Estimer les décalages entre les images et les corriger jusqu'à 2 px.</translation>
    </message>
    <message>
        <source>Polygons inside which the images are used. Default: everywhere.</source>
        <translation>Des polygones à l'intérieur desquels les images sont utilisées. Par défaut : partout.</translation>
    </message>
    <message>
        <source>This share of the ground is held back in squares, which the report is measured on.</source>
        <translation>Cette part du sol est réservée en carrés, sur lesquels le rapport est mesuré.</translation>
    </message>
    <message>
        <source>An existing time series model to fine-tune. The training keeps its network and scaling. Default: the training starts from random weights.</source>
        <translation>Un modèle de séries temporelles existant à affiner. L'entraînement garde son réseau et sa mise à l'échelle. Par défaut : l'entraînement part de poids aléatoires.</translation>
    </message>
    <message>
        <source>'dense' is the network described above. 'paper' is that of Sanchez, Serrurier and Ortner (2019) with its losses, to be compared with: it sees an image as windows of 64 pixels, which show in all that is made with it, and it needs many times as long. Ignored with an initial model.</source>
        <translation>« dense » est le réseau décrit ci-dessus. « paper » est celui de Sanchez, Serrurier et Ortner (2019) avec ses pertes, pour comparaison : il voit une image en fenêtres de 64 pixels, qui apparaissent dans tout ce qu'il produit, et il demande plusieurs fois plus de temps. Ignoré avec un modèle initial.</translation>
    </message>
    <message>
        <source>dense</source>
        <translation>dense</translation>
    </message>
    <message>
        <source>paper</source>
        <translation>article</translation>
    </message>
    <message>
        <source>Number of feature channels at half resolution, a multiple of 8. Computing time grows with its square.</source>
        <translation>Nombre de canaux de caractéristiques à demi-résolution, un multiple de 8. Le temps de calcul croît avec son carré.</translation>
    </message>
    <message>
        <source>Number of epochs. In each epoch the network is trained on as many windows as given by 'Windows per epoch'. The default takes about ten minutes on two processor cores.</source>
        <translation>Nombre d'époques. À chaque époque, le réseau est entraîné sur autant de fenêtres que l'indique « Fenêtres par époque ». La valeur par défaut prend environ dix minutes sur deux cœurs de processeur.</translation>
    </message>
    <message>
        <source>Number of samples that are drawn from the series in each epoch: two places at two dates, 96 x 96 pixels each.</source>
        <translation>Nombre d'échantillons tirés de la série à chaque époque : deux lieux à deux dates, de 96 x 96 pixels chacun.</translation>
    </message>
    <message>
        <source>Number of samples per step of the optimizer. The contrast of places gains from large batches.</source>
        <translation>Nombre d'échantillons par étape de l'optimiseur. Le contraste des lieux gagne à de grands lots.</translation>
    </message>
    <message>
        <source>The model file: the weights, the codes of the dates, and everything needed to apply them. Default: a new file in your folder of models.</source>
        <translation>Le fichier de modèle : les poids, les codes des dates, et tout ce qu'il faut pour les appliquer. Par défaut : un nouveau fichier dans votre dossier de modèles.</translation>
    </message>
    <message>
        <source>An HTML page with the dates, what the codes hold and what they should not, errors of painted images beside those of simple methods, pictures and settings.</source>
        <translation>Une page HTML avec les dates, ce que les codes contiennent et ne devraient pas contenir, les erreurs des images peintes à côté de celles de méthodes simples, des images et les réglages.</translation>
    </message>
    <message>
        <source>Error of painted images</source>
        <translation>Erreur des images peintes</translation>
    </message>
    <message>
        <source>Mean absolute error on ground that was held back, in standard deviations of the bands.</source>
        <translation>Erreur absolue moyenne sur le sol réservé, en écarts-types des bandes.</translation>
    </message>
    <message>
        <source>Error of the other date as it is</source>
        <translation>Erreur de l'autre date telle quelle</translation>
    </message>
    <message>
        <source>What the error of painted images must be compared with.</source>
        <translation>Ce à quoi l'erreur des images peintes doit être comparée.</translation>
    </message>
    <message>
        <source>Figures not as wanted</source>
        <translation>Chiffres non conformes</translation>
    </message>
    <message>
        <source>How many lines of the report's table are not as wanted.</source>
        <translation>Combien de lignes du tableau du rapport ne sont pas comme souhaité.</translation>
    </message>
    <message>
        <source>Train an image translation</source>
        <translation>Entraîner une traduction d'images</translation>
    </message>
    <message>
        <source>Train a network that translates images into maps or other images, from pairs of both.</source>
        <translation>Entraîner un réseau qui traduit des images en cartes ou en d'autres images, à partir de paires des deux.</translation>
    </message>
    <message>
        <source>The target may be a map of at most 32 colours, or polygons with colours: the colours are then classes. Any other target is an image, whose values the network gives: another sensor, radar to optical, a map to an image, another season.</source>
        <translation>La cible peut être une carte d'au plus 32 couleurs, ou des polygones avec couleurs : les couleurs sont alors des classes. Toute autre cible est une image, dont le réseau donne les valeurs : un autre capteur, du radar à l'optique, d'une carte à une image, une autre saison.</translation>
    </message>
    <message>
        <source>Source and target must show the same ground. Part of it is held back to measure the accuracy. The result is one model file for 'Translate an image'.</source>
        <translation>La source et la cible doivent montrer le même sol. Une partie est réservée pour mesurer l'exactitude. Le résultat est un fichier de modèle pour « Traduire une image ».</translation>
    </message>
    <message>
        <source>pix2pix</source>
        <translation>pix2pix</translation>
    </message>
    <message>
        <source>image to map</source>
        <translation>image vers carte</translation>
    </message>
    <message>
        <source>map to image</source>
        <translation>carte vers image</translation>
    </message>
    <message>
        <source>sar to optical</source>
        <translation>sar vers optique</translation>
    </message>
    <message>
        <source>Source images</source>
        <translation>Images sources</translation>
    </message>
    <message>
        <source>One or more images with the same bands, which the model will translate.</source>
        <translation>Une ou plusieurs images avec les mêmes bandes, que le modèle traduira.</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>Cibles</translation>
    </message>
    <message>
        <source>What each source image shall become, in the same order and any CRS: rasters, or polygons that are painted on white. A map or a layer of polygons may be one for all images. Map tiles should have no labels.</source>
        <translation>Ce que chaque image source doit devenir, dans le même ordre et dans tout SCR : des rasters, ou des polygones qui sont peints sur du blanc. Une carte ou une couche de polygones peut valoir pour toutes les images. Les tuiles de carte ne devraient pas avoir d'étiquettes de texte.</translation>
    </message>
    <message>
        <source>The bands of the source images that are used, in this order, for example '4, 3, 2'. Default: all bands but alpha.</source>
        <translation>Les bandes des images sources utilisées, dans cet ordre, par exemple « 4, 3, 2 ». Par défaut : toutes les bandes sauf l'alpha.</translation>
    </message>
    <message>
        <source>Band numbers of the targets</source>
        <translation>Numéros de bandes des cibles</translation>
    </message>
    <message>
        <source>The bands of the target images that the model shall make, in this order. Default: all bands but alpha.</source>
        <translation>Les bandes des images cibles que le modèle doit produire, dans cet ordre. Par défaut : toutes les bandes sauf l'alpha.</translation>
    </message>
    <message>
        <source>Colour field</source>
        <translation>Champ de couleur</translation>
    </message>
    <message>
        <source>The field of target polygons with the colour (#rrggbb or red,green,blue) or the class of each. Default: all polygons are one class, and everything else is background.</source>
        <translation>Le champ des polygones cibles qui contient la couleur (#rrggbb ou rouge,vert,bleu) ou la classe de chacun. Par défaut : tous les polygones forment une classe, et tout le reste est le fond.</translation>
    </message>
    <message>
        <source>Kind of target</source>
        <translation>Type de cible</translation>
    </message>
    <message>
        <source>'auto' finds out whether the target is a map of at most 32 colours. Its colours are then learned as 'classes of a palette', with sharp edges. An 'image' is learned by its values.</source>
        <translation>« auto » détermine si la cible est une carte d'au plus 32 couleurs. Ses couleurs sont alors apprises comme « classes of a palette », avec des contours nets. Une « image » est apprise par ses valeurs.</translation>
    </message>
    <message>
        <source>classes of a palette</source>
        <translation>classes d'une palette</translation>
    </message>
    <message>
        <source>image</source>
        <translation>image</translation>
    </message>
    <message>
        <source>For images only. 'none' gives small errors, and blurs what cannot be known. 'adversarial' makes images that look real: in the second half of the epochs, another network tries to distinguish them from real ones. Their fine detail is invented.</source>
        <translation>Pour les images seulement. « none » donne de petites erreurs, et floute ce qui ne peut pas être su. « adversarial » produit des images d'aspect réel : dans la seconde moitié des époques, un autre réseau essaie de les distinguer des vraies. Leur détail fin est inventé.</translation>
    </message>
    <message>
        <source>Maximum shift (px)</source>
        <translation>Décalage maximal (px)</translation>
    </message>
    <message>
        <source>Target images are moved by up to this distance to where they match the source images. Places where both show different things are left out. Images that are too different to be compared are used as they are. With 0, all are.</source>
        <translation>Les images cibles sont déplacées de cette distance au plus, là où elles concordent avec les images sources. Les lieux où les deux montrent des choses différentes sont laissés de côté. Les images trop différentes pour être comparées sont utilisées telles quelles. Avec 0, toutes le sont.</translation>
    </message>
    <message>
        <source>This share of the images is held back for validation, in blocks.</source>
        <translation>Cette part des images est réservée à la validation, en blocs.</translation>
    </message>
    <message>
        <source>An existing model of the same kind to fine-tune; for a map of classes also a segmentation or polygons model. The training keeps its network, base channels and scaling. Default: the training starts from random weights.</source>
        <translation>Un modèle existant du même type à affiner ; pour une carte de classes, aussi un modèle de segmentation ou de polygones. L'entraînement garde son réseau, ses canaux de base et sa mise à l'échelle. Par défaut : l'entraînement part de poids aléatoires.</translation>
    </message>
    <message>
        <source>Number of epochs. In each epoch the network is trained on as many windows as given by 'Windows per epoch'.</source>
        <translation>Nombre d'époques. À chaque époque, le réseau est entraîné sur autant de fenêtres que l'indique « Fenêtres par époque ».</translation>
    </message>
    <message>
        <source>Side length of the training windows: a multiple of 16.</source>
        <translation>Côté des fenêtres d'entraînement : un multiple de 16.</translation>
    </message>
    <message>
        <source>Pixel size on the ground. Sources and targets are resampled to it, and later the images that the model is applied to. Default: that of the initial model, else the pixel size of the first source or of its target, whichever is larger.</source>
        <translation>Taille de pixel au sol. Les sources et les cibles y sont rééchantillonnées, et plus tard les images auxquelles le modèle est appliqué. Par défaut : celle du modèle initial, sinon la taille de pixel de la première source ou de sa cible, la plus grande des deux.</translation>
    </message>
    <message>
        <source>An HTML page with the training curves, the accuracy on the validation data, and pictures of source, target and translation.</source>
        <translation>Une page HTML avec les courbes d'entraînement, l'exactitude sur les données de validation, et des images de la source, de la cible et de la traduction.</translation>
    </message>
    <message>
        <source>Of a map, the mean IoU of its classes on the validation data.</source>
        <translation>Pour une carte, l'IoU moyen de ses classes sur les données de validation.</translation>
    </message>
    <message>
        <source>Of an image, the peak signal-to-noise ratio on the validation data.</source>
        <translation>Pour une image, le rapport signal sur bruit de crête sur les données de validation.</translation>
    </message>
    <message>
        <source>Of an image, the structural similarity on the validation data, at most 1.</source>
        <translation>Pour une image, la similarité structurelle sur les données de validation, 1 au plus.</translation>
    </message>
    <message>
        <source>Translate an image</source>
        <translation>Traduire une image</translation>
    </message>
    <message>
        <source>Translate an image of any size into a map, or into an image as another sensor or another day shows it.</source>
        <translation>Traduire une image de toute taille en une carte, ou en une image telle qu'un autre capteur ou un autre jour la montre.</translation>
    </message>
    <message>
        <source>What the translation makes depends on the model, which 'Train an image translation' makes of pairs of images. A model of a map gives the map's classes in its colours. A model of images gives bands with values. The image is processed tile by tile with all the surroundings that the network needs, so that no tile shows in the result.</source>
        <translation>Ce que la traduction produit dépend du modèle, que « Entraîner une traduction d'images » fait de paires d'images. Un modèle de carte donne les classes de la carte dans ses couleurs. Un modèle d'images donne des bandes avec des valeurs. L'image est traitée tuile par tuile avec tous les alentours dont le réseau a besoin : aucune tuile n'apparaît dans le résultat.</translation>
    </message>
    <message>
        <source>A time series model, from 'Train a time series model', paints the place of the image as it looks at another date: that of a style image, or of one of the model's training images. It also fills clouds and gaps from other dates.</source>
        <translation>Un modèle de séries temporelles, issu d'« Entraîner un modèle de séries temporelles », peint le lieu de l'image tel qu'il est à une autre date : celle d'une image de style, ou d'une des images d'entraînement du modèle. Il remplit aussi les nuages et lacunes à partir d'autres dates.</translation>
    </message>
    <message>
        <source>A translated image shows what is likely, learned from other places. Do not count, measure or date objects in it.</source>
        <translation>Une image traduite montre ce qui est vraisemblable, appris d'autres lieux. N'y comptez, mesurez ou datez pas d'objets.</translation>
    </message>
    <message>
        <source>conditional gan</source>
        <translation>gan conditionnel</translation>
    </message>
    <message>
        <source>style</source>
        <translation>style</translation>
    </message>
    <message>
        <source>colorize</source>
        <translation>coloriser</translation>
    </message>
    <message>
        <source>cloud removal</source>
        <translation>suppression des nuages</translation>
    </message>
    <message>
        <source>The image to translate: any raster that GDAL reads, of any size and data type.</source>
        <translation>L'image à traduire : tout raster que GDAL lit, de toute taille et de tout type de données.</translation>
    </message>
    <message>
        <source>A model file (.safetensors) from 'Train an image translation' or 'Train a time series model'.</source>
        <translation>Un fichier de modèle (.safetensors) issu d'« Entraîner une traduction d'images » ou d'« Entraîner un modèle de séries temporelles ».</translation>
    </message>
    <message>
        <source>Style image</source>
        <translation>Image de style</translation>
    </message>
    <message>
        <source>For a model of images: an image with the bands that the model makes. The result gets the mean and the standard deviation of its values, band by band, for example to match the neighbouring image of a mosaic. Default: those of the training images. For a time series model: an image with the bands of the image, of any place; the result looks like its date.</source>
        <translation>Pour un modèle d'images : une image avec les bandes que le modèle produit. Le résultat reçoit la moyenne et l'écart-type de ses valeurs, bande par bande, par exemple pour s'accorder à l'image voisine d'une mosaïque. Par défaut : ceux des images d'entraînement. Pour un modèle de séries temporelles : une image avec les bandes de l'image, de n'importe quel lieu ; le résultat a l'aspect de sa date.</translation>
    </message>
    <message>
        <source>Style dates</source>
        <translation>Dates de style</translation>
    </message>
    <message>
        <source>For a time series model: the date to paint, for example '2019-06-01'. Of the dates of the training, the nearest one counts. Several dates, separated by semicolons, give one file each: the second and further ones lie beside the output, with the date in their names. Default: the date of the style image.</source>
        <translation>Pour un modèle de séries temporelles : la date à peindre, par exemple « 2019-06-01 ». Parmi les dates de l'entraînement, c'est la plus proche qui compte. Plusieurs dates, séparées par des points-virgules, donnent un fichier chacune : la deuxième et les suivantes sont à côté de la sortie, avec la date dans leur nom. Par défaut : la date de l'image de style.</translation>
    </message>
    <message>
        <source>Images to fill from</source>
        <translation>Images pour remplir</translation>
    </message>
    <message>
        <source>For a time series model: images of the same place at other dates. What the image does not show (nodata, clouds) is painted from the nearest date that does. Without a style image and style dates, the rest of the image stays as it is, and what is painted is fitted to it. Default: gaps stay nodata.</source>
        <translation>Pour un modèle de séries temporelles : des images du même lieu à d'autres dates. Ce que l'image ne montre pas (nodata, nuages) est peint à partir de la date la plus proche qui le montre. Sans image de style ni dates de style, le reste de l'image reste tel quel, et ce qui est peint lui est ajusté. Par défaut : les lacunes restent nodata.</translation>
    </message>
    <message>
        <source>For a time series model: what is not to be used, one layer for the image and one for each image to fill from, in this order: a scene classification, quality bits, or a layer that is not 0 where the image is bad. Default: clouds are found by their brightness where there are three dates or more.</source>
        <translation>Pour un modèle de séries temporelles : ce qui ne doit pas être utilisé, une couche pour l'image et une pour chaque image pour remplir, dans cet ordre : une classification de scène, des bits de qualité, ou une couche qui n'est pas 0 là où l'image est mauvaise. Par défaut : les nuages sont trouvés d'après leur luminosité s'il y a trois dates ou plus.</translation>
    </message>
    <message>
        <source>Seed of the noise that a model with adversarial sharpness makes fine texture of. The noise depends on the place of a pixel and on the seed only: the same seed gives the same result. Other models take no noise.</source>
        <translation>Graine du bruit dont un modèle à netteté adversariale fait de la texture fine. Le bruit ne dépend que du lieu d'un pixel et de la graine : la même graine donne le même résultat. Les autres modèles n'utilisent pas de bruit.</translation>
    </message>
    <message>
        <source>Only pixels inside these polygons (in any CRS) are translated; all others become nodata. Default: the whole image.</source>
        <translation>Seuls les pixels à l'intérieur de ces polygones (dans tout SCR) sont traduits ; tous les autres deviennent nodata. Par défaut : toute l'image.</translation>
    </message>
    <message>
        <source>Translated image</source>
        <translation>Image traduite</translation>
    </message>
    <message>
        <source>A GeoTIFF. Of a map: the number of the class of each pixel, with the map's colours; 255 is nodata. Of an image: the bands and the data type of the training's target images, at the resolution of the training. Of a time series model: the bands and the data type of the image, on its pixels.</source>
        <translation>Un GeoTIFF. D'une carte : le numéro de la classe de chaque pixel, avec les couleurs de la carte ; 255 est nodata. D'une image : les bandes et le type de données des images cibles de l'entraînement, à la résolution de l'entraînement. D'un modèle de séries temporelles : les bandes et le type de données de l'image, sur ses pixels.</translation>
    </message>
    <message>
        <source>Update map</source>
        <translation>Mettre à jour une carte</translation>
    </message>
    <message>
        <source>Update a map of buildings from an image: align its buildings, add new ones, flag removed ones.</source>
        <translation>Mettre à jour une carte de bâtiments d'après une image : aligner ses bâtiments, ajouter les nouveaux, signaler ceux qui ont disparu.</translation>
    </message>
    <message>
        <source>The buildings of the map are moved to where the image shows them. Buildings that the image shows and the map lacks are added, with few vertices and with right angles where the image allows it; those that touch are kept apart. Buildings of the map that the image does not show are flagged as removed (status 'gone'). The field 'confidence' shows how reliable each change is. Check the changes before you accept them, lowest confidence first: 'Review objects' in the menu Raster &gt; EO Deep steps through them and keeps your decisions in the field 'review'. Places that clouds hide or that lie outside the image are not changed. Images can be of any size and in any CRS.</source>
        <translation>Les bâtiments de la carte sont déplacés là où l'image les montre. Les bâtiments que l'image montre et qui manquent à la carte sont ajoutés, avec peu de sommets et avec des angles droits là où l'image le permet ; ceux qui se touchent sont séparés. Les bâtiments de la carte que l'image ne montre pas sont signalés comme disparus (statut « gone »). Le champ « confidence » montre la fiabilité de chaque changement. Vérifiez les changements avant de les accepter, la confiance la plus basse d'abord : « Réviser des objets », dans le menu Raster &gt; EO Deep, les parcourt et garde vos décisions dans le champ « review ». Les lieux cachés par des nuages ou situés hors de l'image ne sont pas modifiés. Les images peuvent être de toute taille et dans tout SCR.</translation>
    </message>
    <message>
        <source>new buildings</source>
        <translation>nouveaux bâtiments</translation>
    </message>
    <message>
        <source>demolished</source>
        <translation>démoli</translation>
    </message>
    <message>
        <source>Building map</source>
        <translation>Carte des bâtiments</translation>
    </message>
    <message>
        <source>The buildings of the map, as polygons. They can be in any CRS; the result has the same CRS.</source>
        <translation>Les bâtiments de la carte, comme polygones. Ils peuvent être dans tout SCR ; le résultat a le même SCR.</translation>
    </message>
    <message>
        <source>Alignment model (default: bundled)</source>
        <translation>Modèle d'alignement (par défaut : fourni)</translation>
    </message>
    <message>
        <source>For the method 'learned', an alignment model; default: the bundled one. For 'correlation', a segmentation model with a building class; default: the building model.</source>
        <translation>Pour la méthode « learned », un modèle d'alignement ; par défaut : celui qui est fourni. Pour « correlation », un modèle de segmentation avec une classe bâtiment ; par défaut : le modèle de bâtiments.</translation>
    </message>
    <message>
        <source>Building model (default: bundled)</source>
        <translation>Modèle de bâtiments (par défaut : fourni)</translation>
    </message>
    <message>
        <source>A segmentation model with a building class. It finds new buildings, and places where no building stands. Default: the bundled model.</source>
        <translation>Un modèle de segmentation avec une classe bâtiment. Il trouve les nouveaux bâtiments, et les lieux sans bâtiment. Par défaut : le modèle fourni.</translation>
    </message>
    <message>
        <source>Minimum area of new buildings (m²)</source>
        <translation>Surface minimale des nouveaux bâtiments (m²)</translation>
    </message>
    <message>
        <source>New buildings with a smaller area on the ground are left out.</source>
        <translation>Les nouveaux bâtiments de plus petite surface au sol sont laissés de côté.</translation>
    </message>
    <message>
        <source>Minimum width of new buildings (m)</source>
        <translation>Largeur minimale des nouveaux bâtiments (m)</translation>
    </message>
    <message>
        <source>Diameter of the largest circle inside a new building. Narrower ones are left out.</source>
        <translation>Diamètre du plus grand cercle à l'intérieur d'un nouveau bâtiment. Les plus étroits sont laissés de côté.</translation>
    </message>
    <message>
        <source>Minimum confidence of new buildings (0 to 1)</source>
        <translation>Confiance minimale des nouveaux bâtiments (0 à 1)</translation>
    </message>
    <message>
        <source>How likely a new building is correct, from the building probability inside, from how well its outline fits the image compared with the buildings of the map, and from whether it is only the rest of a building that the map has. A lower value adds more buildings, but also more false ones.</source>
        <translation>Avec quelle vraisemblance un nouveau bâtiment est correct, d'après la probabilité de bâtiment à l'intérieur, d'après l'accord de son contour avec l'image comparé aux bâtiments de la carte, et selon qu'il n'est que le reste d'un bâtiment déjà sur la carte. Une valeur plus basse ajoute plus de bâtiments, mais aussi plus de faux.</translation>
    </message>
    <message>
        <source>Minimum percentile of the image (0 to 1)</source>
        <translation>Percentile minimal de l'image (0 à 1)</translation>
    </message>
    <message>
        <source>Where the image is unlike the training images of the building model, its answers mean little. There no building is new, and a building that would be removed has the status 'unknown'. The value is the share of the training images' pixels that are less likely than the pixels of the building, on average. 0 takes all answers. Models of older versions have no confidence: the value is ignored.</source>
        <translation>Là où l'image ne ressemble pas aux images d'entraînement du modèle de bâtiments, ses réponses signifient peu de chose. Aucun bâtiment n'y est nouveau, et un bâtiment qui serait signalé comme disparu y a le statut « unknown ». La valeur est la part des pixels des images d'entraînement qui sont moins vraisemblables que les pixels du bâtiment, en moyenne. 0 accepte toutes les réponses. Les modèles de versions plus anciennes n'ont pas de confiance : la valeur est ignorée.</translation>
    </message>
    <message>
        <source>The building model processes the image in eight orientations (rotated and mirrored) and the results are averaged. Fewer buildings are missed or falsely found, and this part takes eight times as long.</source>
        <translation>Le modèle de bâtiments traite l'image dans huit orientations (tournées et en miroir) et la moyenne des résultats est faite. Moins de bâtiments sont manqués ou trouvés à tort, et cette partie prend huit fois plus de temps.</translation>
    </message>
    <message>
        <source>Updated map</source>
        <translation>Carte mise à jour</translation>
    </message>
    <message>
        <source>All objects with the fields of the map, the shift to the east (dx_m), to the north (dy_m) and its length (shift_m), the rotation (turn_deg, counterclockwise), the result (status: aligned, unchanged, follows neighbours, new, gone, unknown), how reliable it is (confidence, 0 to 1: that an object lies within 0.6 m of its true position, that a new one is correct, or that a removed one no longer stands), and the area on the ground (area_m2).</source>
        <translation>Tous les objets avec les champs de la carte, le décalage vers l'est (dx_m), vers le nord (dy_m) et sa longueur (shift_m), la rotation (turn_deg, sens antihoraire), le résultat (status : aligned, unchanged, follows neighbours, new, gone, unknown), sa fiabilité (confidence, 0 à 1 : qu'un objet se trouve à moins de 0,6 m de sa vraie position, qu'un nouveau est correct, ou qu'un disparu n'existe plus), et la surface au sol (area_m2).</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>Différences</translation>
    </message>
    <message>
        <source>Only the new and the removed objects (status new or gone), with the same fields.</source>
        <translation>Seulement les objets nouveaux et disparus (statut new ou gone), avec les mêmes champs.</translation>
    </message>
    <message>
        <source>Number of objects that stay where they are.</source>
        <translation>Nombre d'objets qui restent où ils sont.</translation>
    </message>
    <message>
        <source>New objects</source>
        <translation>Nouveaux objets</translation>
    </message>
    <message>
        <source>Number of objects that the image shows and the map lacks.</source>
        <translation>Nombre d'objets que l'image montre et qui manquent à la carte.</translation>
    </message>
    <message>
        <source>Removed objects</source>
        <translation>Objets disparus</translation>
    </message>
    <message>
        <source>Number of objects of the map that the image does not show (status gone).</source>
        <translation>Nombre d'objets de la carte que l'image ne montre pas (statut gone).</translation>
    </message>
    <message>
        <source>Unknown objects</source>
        <translation>Objets incertains</translation>
    </message>
    <message>
        <source>Number of objects that would be removed, but lie where the model knows nothing (status unknown).</source>
        <translation>Nombre d'objets qui seraient signalés comme disparus, mais se trouvent là où le modèle ne sait rien (statut unknown).</translation>
    </message>
    <message>
        <source>aligned</source>
        <translation>aligné</translation>
    </message>
    <message>
        <source>unchanged</source>
        <translation>inchangé</translation>
    </message>
    <message>
        <source>follows neighbours</source>
        <translation>suit ses voisins</translation>
    </message>
    <message>
        <source>not found in image</source>
        <translation>non trouvé sur l'image</translation>
    </message>
    <message>
        <source>unchanged, below 1 %</source>
        <translation>inchangé, moins de 1 %</translation>
    </message>
    <message>
        <source>1 to 25 % changed</source>
        <translation>1 à 25 % changé</translation>
    </message>
    <message>
        <source>25 to 75 % changed</source>
        <translation>25 à 75 % changé</translation>
    </message>
    <message>
        <source>75 to 100 % changed</source>
        <translation>75 à 100 % changé</translation>
    </message>
    <message>
        <source>new</source>
        <translation>nouveau</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>disparu</translation>
    </message>
    <message>
        <source>below 0.7</source>
        <translation>moins de 0,7</translation>
    </message>
    <message>
        <source>0.7 to 0.85</source>
        <translation>0,7 à 0,85</translation>
    </message>
    <message>
        <source>0.85 to 1</source>
        <translation>0,85 à 1</translation>
    </message>
    <message>
        <source>matched</source>
        <translation>apparié</translation>
    </message>
    <message>
        <source>spurious</source>
        <translation>en trop</translation>
    </message>
    <message>
        <source>missed</source>
        <translation>manqué</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>laissé de côté</translation>
    </message>
    <message>
        <source>below 0.01: unlike the training images</source>
        <translation>moins de 0,01 : différent des images d'entraînement</translation>
    </message>
    <message>
        <source>0.01 to 0.05: rare in training</source>
        <translation>0,01 à 0,05 : rare à l'entraînement</translation>
    </message>
    <message>
        <source>0.05 to 0.25</source>
        <translation>0,05 à 0,25</translation>
    </message>
    <message>
        <source>0.25 to 1: typical</source>
        <translation>0,25 à 1 : typique</translation>
    </message>
    <message>
        <source>nodata in the image</source>
        <translation>nodata dans l'image</translation>
    </message>
    <message>
        <source>several classes</source>
        <translation>plusieurs classes</translation>
    </message>
    <message>
        <source>outside the area</source>
        <translation>hors de la zone</translation>
    </message>
    <message>
        <source>too close to another sample</source>
        <translation>trop près d'un autre échantillon</translation>
    </message>
    <message>
        <source>outside the images</source>
        <translation>hors des images</translation>
    </message>
    <message>
        <source>no pixel of its own</source>
        <translation>aucun pixel à lui</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>inconnu</translation>
    </message>
    <message>
        <source>the class of each pixel</source>
        <translation>la classe de chaque pixel</translation>
    </message>
    <message>
        <source>objects as polygons</source>
        <translation>des objets comme polygones</translation>
    </message>
    <message>
        <source>the class of each patch</source>
        <translation>la classe de chaque imagette</translation>
    </message>
    <message>
        <source>the class of each pixel, by its features</source>
        <translation>la classe de chaque pixel, d'après ses caractéristiques</translation>
    </message>
    <message>
        <source>a better class map</source>
        <translation>une meilleure carte de classes</translation>
    </message>
    <message>
        <source>where objects of a map are in an image</source>
        <translation>où les objets d'une carte se trouvent sur une image</translation>
    </message>
    <message>
        <source>an image as a map or as another image</source>
        <translation>une image comme carte ou comme autre image</translation>
    </message>
    <message>
        <source>a finer image</source>
        <translation>une image plus fine</translation>
    </message>
    <message>
        <source>boxes around objects</source>
        <translation>des boîtes autour d'objets</translation>
    </message>
    <message>
        <source>the outline of what points or boxes mark</source>
        <translation>le contour de ce que désignent des points ou des boîtes</translation>
    </message>
    <message>
        <source>what stays and what changes in a series of images</source>
        <translation>ce qui reste et ce qui change dans une série d'images</translation>
    </message>
    <message>
        <source>Checking every stage of the engine.</source>
        <translation>Vérification de chaque étape du moteur.</translation>
    </message>
    <message>
        <source>{path} (writable, {gb:.1f} GB free)</source>
        <translation>{path} (accessible en écriture, {gb:.1f} Go libres)</translation>
    </message>
    <message>
        <source>{path} (not writable, {gb:.1f} GB free)</source>
        <translation>{path} (non accessible en écriture, {gb:.1f} Go libres)</translation>
    </message>
    <message>
        <source>The engine works: every stage passed.</source>
        <translation>Le moteur fonctionne : toutes les étapes ont réussi.</translation>
    </message>
    <message>
        <source>Not every stage passed.</source>
        <translation>Toutes les étapes n'ont pas réussi.</translation>
    </message>
    <message>
        <source>The engine is removed: {gb:.1f} GB are free again.</source>
        <translation>Le moteur est supprimé : {gb:.1f} Go sont de nouveau libres.</translation>
    </message>
    <message>
        <source>There was no engine.</source>
        <translation>Il n'y avait pas de moteur.</translation>
    </message>
    <message>
        <source>Python of QGIS</source>
        <translation>Python de QGIS</translation>
    </message>
    <message>
        <source>GDAL of QGIS</source>
        <translation>GDAL de QGIS</translation>
    </message>
    <message>
        <source>PROJ of QGIS</source>
        <translation>PROJ de QGIS</translation>
    </message>
    <message>
        <source>Profile folder</source>
        <translation>Dossier du profil</translation>
    </message>
    <message>
        <source>Engine of this profile</source>
        <translation>Moteur de ce profil</translation>
    </message>
    <message>
        <source>Plugin folder</source>
        <translation>Dossier de l'extension</translation>
    </message>
    <message>
        <source>EO Deep: check of the engine</source>
        <translation>EO Deep : vérification du moteur</translation>
    </message>
    <message>
        <source>The environment is complete but does not work; it is created again.</source>
        <translation>L'environnement est complet mais ne fonctionne pas ; il est créé de nouveau.</translation>
    </message>
    <message>
        <source>{path} (does not exist)</source>
        <translation>{path} (n'existe pas)</translation>
    </message>
    <message>
        <source>The variable or the setting EO_DEEP_PYTHON makes EO Deep use '{used}', not the environment '{made}'.</source>
        <translation>La variable ou le réglage EO_DEEP_PYTHON fait utiliser « {used} » à EO Deep, et non l'environnement « {made} ».</translation>
    </message>
    <message>
        <source>Property</source>
        <translation>Propriété</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valeur</translation>
    </message>
    <message>
        <source>The report cannot be written to '{path}': {reason}.</source>
        <translation>Le rapport ne peut pas être écrit dans « {path} » : {reason}.</translation>
    </message>
    <message>
        <source>no NVIDIA GPU with a driver</source>
        <translation>aucun GPU NVIDIA avec pilote</translation>
    </message>
    <message>
        <source>The packages come from the folder '{folder}'; nothing is downloaded.</source>
        <translation>Les paquets viennent du dossier « {folder} » ; rien n'est téléchargé.</translation>
    </message>
    <message>
        <source>From the standard index comes {build}: about {download_gb:.1f} GB to download with all packages, {disk_gb} GB on the disk.</source>
        <translation>De l'index standard vient {build} : environ {download_gb:.1f} Go à télécharger avec tous les paquets, {disk_gb} Go sur le disque.</translation>
    </message>
    <message>
        <source>no GPU that PyTorch can use</source>
        <translation>aucun GPU que PyTorch puisse utiliser</translation>
    </message>
    <message>
        <source>This computer has: {title}.</source>
        <translation>Trouvé sur cet ordinateur : {title}.</translation>
    </message>
    <message>
        <source>PyTorch comes in the build that your package index has.</source>
        <translation>PyTorch vient dans la version de votre index de paquets.</translation>
    </message>
    <message>
        <source>{gpu}, driver {version}</source>
        <translation>{gpu}, pilote {version}</translation>
    </message>
    <message>
        <source>PyTorch for Apple processors, which uses the GPU</source>
        <translation>PyTorch pour processeurs Apple, qui utilise le GPU</translation>
    </message>
    <message>
        <source>PyTorch is no longer made for Macs with Intel processors: the engine cannot be set up here.</source>
        <translation>PyTorch n'est plus produit pour les Mac à processeur Intel : le moteur ne peut pas être installé ici.</translation>
    </message>
    <message>
        <source>the CPU build of PyTorch</source>
        <translation>la version CPU de PyTorch</translation>
    </message>
    <message>
        <source>It runs on the CPU: for the GPU, enter PyTorch's index of builds for CUDA as the package index.</source>
        <translation>Elle fonctionne sur le CPU : pour le GPU, indiquez comme index de paquets celui des versions CUDA de PyTorch.</translation>
    </message>
    <message>
        <source>the build of PyTorch for NVIDIA GPUs</source>
        <translation>la version de PyTorch pour GPU NVIDIA</translation>
    </message>
    <message>
        <source>It runs on the CPU too: for a small download, enter PyTorch's index of CPU builds as the package index.</source>
        <translation>Elle fonctionne aussi sur le CPU : pour un petit téléchargement, indiquez comme index de paquets celui des versions CPU de PyTorch.</translation>
    </message>
    <message>
        <source>{name} is saved to a temporary place; QGIS removes it on exit.</source>
        <translation>{name} est enregistré à un endroit temporaire ; QGIS le supprime en quittant.</translation>
    </message>
    <message>
        <source>{count} would be merged with others, because they differ only in spelling: {pairs}.</source>
        <translation>{count} seraient fusionnées avec d'autres, car elles n'en diffèrent que par l'orthographe : {pairs}.</translation>
    </message>
    <message>
        <source>The field is empty.</source>
        <translation>Le champ est vide.</translation>
    </message>
    <message>
        <source>There are numbers with decimals, each of which is a class of its own.</source>
        <translation>Il y a des nombres décimaux, dont chacun est une classe à part.</translation>
    </message>
    <message>
        <source>Features without a value are not used.</source>
        <translation>Les entités sans valeur ne sont pas utilisées.</translation>
    </message>
    <message>
        <source>{count} values: {names}.</source>
        <translation>{count} valeurs : {names}.</translation>
    </message>
    <message>
        <source>More than {count} different values: this is no field of classes.</source>
        <translation>Plus de {count} valeurs différentes : ce n'est pas un champ de classes.</translation>
    </message>
    <message>
        <source>The package index</source>
        <translation>L'index de paquets</translation>
    </message>
    <message>
        <source>{stage}: done in {seconds:.0f} s.</source>
        <translation>{stage} : terminé en {seconds:.0f} s.</translation>
    </message>
    <message>
        <source>No Python {oldest} to {newest} was found on this computer; Python {fetched} is fetched.</source>
        <translation>Aucun Python {oldest} à {newest} n'a été trouvé sur cet ordinateur ; Python {fetched} est téléchargé.</translation>
    </message>
    <message>
        <source>{stage}: done in {seconds:.0f} s, {fetched_mb:.0f} MB downloaded.</source>
        <translation>{stage} : terminé en {seconds:.0f} s, {fetched_mb:.0f} Mo téléchargés.</translation>
    </message>
    <message>
        <source>Creating an environment with {path} (Python {version}).</source>
        <translation>Création d'un environnement avec {path} (Python {version}).</translation>
    </message>
    <message>
        <source>The wheelhouse folder '{folder}' does not exist.</source>
        <translation>Le dossier de paquets « {folder} » n'existe pas.</translation>
    </message>
    <message>
        <source>{source} has no {package}; missing packages are taken from the standard index.</source>
        <translation>{source} n'a pas {package} ; les paquets manquants sont pris dans l'index standard.</translation>
    </message>
    <message>
        <source>Removing the old environment.</source>
        <translation>Suppression de l'ancien environnement.</translation>
    </message>
    <message>
        <source>{source} has none of the packages that the engine needs; check its address.</source>
        <translation>{source} n'a aucun des paquets dont le moteur a besoin ; vérifiez son adresse.</translation>
    </message>
    <message>
        <source>Another QGIS window is setting up the engine; wait until it is done.</source>
        <translation>Une autre fenêtre de QGIS installe le moteur ; attendez qu'elle ait terminé.</translation>
    </message>
    <message>
        <source>The wheelhouse '{folder}'</source>
        <translation>Le dossier de paquets « {folder} »</translation>
    </message>
    <message>
        <source>{stage}: started.</source>
        <translation>{stage} : commencé.</translation>
    </message>
    <message>
        <source>The environment in '{folder}' is already complete.</source>
        <translation>L'environnement dans « {folder} » est déjà complet.</translation>
    </message>
    <message>
        <source>Cancelled. The unfinished environment was removed.</source>
        <translation>Annulé. L'environnement inachevé a été supprimé.</translation>
    </message>
    <message>
        <source>The package index '{url}'</source>
        <translation>L'index de paquets « {url} »</translation>
    </message>
    <message>
        <source>Python environment</source>
        <translation>Environnement Python</translation>
    </message>
    <message>
        <source>Packages</source>
        <translation>Paquets</translation>
    </message>
    <message>
        <source>'{folder}' has no Python interpreter.</source>
        <translation>« {folder} » n'a pas d'interpréteur Python.</translation>
    </message>
    <message>
        <source>'{folder}' exists and is no Python environment; move it to another place.</source>
        <translation>« {folder} » existe et n'est pas un environnement Python ; déplacez-le ailleurs.</translation>
    </message>
    <message>
        <source>The engine needs {needed:.0f} GB on the disk of '{folder}', where {free:.1f} GB are free.</source>
        <translation>Le moteur demande {needed:.0f} Go sur le disque de « {folder} », où {free:.1f} Go sont libres.</translation>
    </message>
    <message>
        <source>No Python {oldest} to {newest} was found on this computer; install one from python.org or your distribution and run this again.</source>
        <translation>Aucun Python {oldest} à {newest} n'a été trouvé sur cet ordinateur ; installez-en un de python.org ou de votre distribution et exécutez de nouveau cet algorithme.</translation>
    </message>
    <message>
        <source>No Python {oldest} to {newest} was found on this computer, and none could be fetched ({reason}); install one from python.org or your distribution and run this again.</source>
        <translation>Aucun Python {oldest} à {newest} n'a été trouvé sur cet ordinateur, et aucun n'a pu être téléchargé ({reason}) ; installez-en un de python.org ou de votre distribution et exécutez de nouveau cet algorithme.</translation>
    </message>
    <message>
        <source>'{path}' cannot be written: {reason}.</source>
        <translation>« {path} » ne peut pas être écrit : {reason}.</translation>
    </message>
    <message>
        <source>'{folder}' is no Python environment; it is not removed.</source>
        <translation>« {folder} » n'est pas un environnement Python ; il n'est pas supprimé.</translation>
    </message>
    <message>
        <source>The previous environment is kept.</source>
        <translation>L'environnement précédent est conservé.</translation>
    </message>
    <message>
        <source>The old environment in '{folder}' cannot be replaced ({reason}); close other QGIS windows and run this again.</source>
        <translation>L'ancien environnement dans « {folder} » ne peut pas être remplacé ({reason}) ; fermez les autres fenêtres de QGIS et exécutez de nouveau cet algorithme.</translation>
    </message>
    <message>
        <source>The folder '{folder}' cannot be created: {reason}.</source>
        <translation>Le dossier « {folder} » ne peut pas être créé : {reason}.</translation>
    </message>
    <message>
        <source>'{path}' cannot be removed ({reason}); close other QGIS windows and run this again.</source>
        <translation>« {path} » ne peut pas être supprimé ({reason}) ; fermez les autres fenêtres de QGIS et exécutez de nouveau cet algorithme.</translation>
    </message>
    <message>
        <source>The fields {old} are renamed to {new}, because their names are already used.</source>
        <translation>Les champs {old} sont renommés en {new}, car leurs noms sont déjà utilisés.</translation>
    </message>
    <message>
        <source>band {number}</source>
        <translation>bande {number}</translation>
    </message>
    <message>
        <source>Exporting {count} features of '{layer}' to a GeoPackage.</source>
        <translation>Export de {count} entités de « {layer} » vers un GeoPackage.</translation>
    </message>
    <message>
        <source>Layer '{layer}' is neither a raster nor a vector layer.</source>
        <translation>La couche « {layer} » n'est ni un raster ni une couche vecteur.</translation>
    </message>
    <message>
        <source>Raster '{layer}' cannot be read.</source>
        <translation>Le raster « {layer} » ne peut pas être lu.</translation>
    </message>
    <message>
        <source>Layer '{layer}' cannot be exported: {reason}</source>
        <translation>La couche « {layer} » ne peut pas être exportée : {reason}</translation>
    </message>
    <message>
        <source>{name} must be numbers from 1, such as '4, 3, 2', got '{value}'.</source>
        <translation>« {name} » doit contenir des nombres à partir de 1, par exemple « 4, 3, 2 », et non « {value} ».</translation>
    </message>
    <message>
        <source>{name} must be one layer for each image ({wanted}), got {count}.</source>
        <translation>« {name} » demande une couche par image ({wanted}), et non {count}.</translation>
    </message>
    <message>
        <source>{name} must be one layer or as many as images ({wanted}), got {count}.</source>
        <translation>« {name} » demande une couche, ou autant que d'images ({wanted}), et non {count}.</translation>
    </message>
    <message>
        <source>Field '{field}' not found; layer '{layer}' has: {fields}.</source>
        <translation>Le champ « {field} » n'existe pas ; la couche « {layer} » a : {fields}.</translation>
    </message>
    <message>
        <source>Field '{field}' of '{layer}' has more than {count} different values, the maximum of a model's classes; choose the field that holds the class.</source>
        <translation>Le champ « {field} » de « {layer} » a plus de {count} valeurs différentes, le maximum des classes d'un modèle ; choisissez le champ qui contient la classe.</translation>
    </message>
    <message>
        <source>Band {band} does not exist; '{layer}' has bands 1 to {count}.</source>
        <translation>La bande {band} n'existe pas ; « {layer} » a les bandes 1 à {count}.</translation>
    </message>
    <message>
        <source>no fields</source>
        <translation>aucun champ</translation>
    </message>
    <message>
        <source>The image's pixels are {pixel_m:.3g} m, the model was trained at {trained_m:g} m; it needs {coarsest_m:.3g} m or finer.</source>
        <translation>Les pixels de l'image font {pixel_m:.3g} m, le modèle a été entraîné à {trained_m:g} m ; il demande {coarsest_m:.3g} m ou plus fin.</translation>
    </message>
    <message>
        <source>Model '{model}' is for {task}, this algorithm needs one for {wanted}.</source>
        <translation>Le modèle « {model} » est du type {task}, cet algorithme demande le type {wanted}.</translation>
    </message>
    <message>
        <source>Model '{model}' is of {count} images: {inputs}; this algorithm needs one of a single image.</source>
        <translation>Le modèle « {model} » est pour {count} images : {inputs} ; cet algorithme en demande un pour une seule image.</translation>
    </message>
    <message>
        <source>The model needs {count} bands ({bands}), {found} are chosen.</source>
        <translation>Le modèle demande {count} bandes ({bands}), {found} sont choisies.</translation>
    </message>
    <message>
        <source>The model needs {count} bands ({bands}), '{layer}' has {found}.</source>
        <translation>Le modèle demande {count} bandes ({bands}), « {layer} » en a {found}.</translation>
    </message>
    <message>
        <source>{tasks} or {last}</source>
        <translation>{tasks} ou {last}</translation>
    </message>
    <message>
        <source>The folder of models '{folder}' cannot be made: {reason}.</source>
        <translation>Le dossier de modèles « {folder} » ne peut pas être créé : {reason}.</translation>
    </message>
    <message>
        <source>{name} must be a {suffix} file, got '{path}'.</source>
        <translation>« {name} » doit être un fichier {suffix}, et non « {path} ».</translation>
    </message>
    <message>
        <source>{name}: folder '{path}' does not exist.</source>
        <translation>{name} : le dossier « {path} » n'existe pas.</translation>
    </message>
    <message>
        <source>{name}: choose a .vrt file, because the parts are to be kept.</source>
        <translation>{name} : choisissez un fichier .vrt, car les parties doivent être conservées.</translation>
    </message>
    <message>
        <source>{name} must be a new or an empty folder, '{path}' is not.</source>
        <translation>« {name} » doit être un dossier nouveau ou vide ; « {path} » ne l'est pas.</translation>
    </message>
    <message>
        <source>{name} cannot be written to '{path}': {reason}.</source>
        <translation>« {name} » ne peut pas être écrit dans « {path} » : {reason}.</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Fichiers</translation>
    </message>
    <message>
        <source>EO Deep models (*.safetensors)</source>
        <translation>Modèles EO Deep (*.safetensors)</translation>
    </message>
    <message>
        <source>{name} must be one of {options}, got '{value}'.</source>
        <translation>« {name} » doit être l'une des valeurs {options}, et non « {value} ».</translation>
    </message>
    <message>
        <source>{name}: '{path}' does not exist.</source>
        <translation>{name} : « {path} » n'existe pas.</translation>
    </message>
    <message>
        <source>Folder '{path}' does not exist.</source>
        <translation>Le dossier « {path} » n'existe pas.</translation>
    </message>
    <message>
        <source>{name} must be one folder or raster, got {count}.</source>
        <translation>« {name} » doit être un seul dossier ou raster, et non {count}.</translation>
    </message>
    <message>
        <source>The model's '{image}' needs {count} bands ({bands}), '{layer}' has {found}.</source>
        <translation>Pour l'image « {image} », le modèle demande {count} bandes ({bands}), « {layer} » en a {found}.</translation>
    </message>
    <message>
        <source>table '{table}' of '{path}'</source>
        <translation>la table « {table} » de « {path} »</translation>
    </message>
    <message>
        <source>table '{table}'</source>
        <translation>la table « {table} »</translation>
    </message>
    <message>
        <source>EO Deep: deep networks for Earth observation</source>
        <translation>EO Deep : réseaux profonds pour l'observation de la Terre</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Paramètres</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>Sorties</translation>
    </message>
    <message>
        <source>{name} would overwrite {target}, which is in use: choose another name.</source>
        <translation>« {name} » écraserait {target}, qui est en cours d'utilisation : choisissez un autre nom.</translation>
    </message>
    <message>
        <source>{name} is missing.</source>
        <translation>« {name} » manque.</translation>
    </message>
    <message>
        <source>{name} is missing or cannot be read: {value}.</source>
        <translation>« {name} » manque ou ne peut pas être lu : {value}.</translation>
    </message>
    <message>
        <source>'{layer}' is read with the settings of its layer properties: CRS {crs}.</source>
        <translation>« {layer} » est lu avec les réglages de ses propriétés de couche : SCR {crs}.</translation>
    </message>
    <message>
        <source>Reading '{layer}' into a GeoTIFF of {width} x {height} px, {pixel:.6g} units of {crs} per pixel, extent {extent}.</source>
        <translation>Lecture de « {layer} » dans un GeoTIFF de {width} x {height} px, {pixel:.6g} unités de {crs} par pixel, emprise {extent}.</translation>
    </message>
    <message>
        <source>'{layer}' is read with the settings of its layer properties: CRS {crs}, nodata {nodata}.</source>
        <translation>« {layer} » est lu avec les réglages de ses propriétés de couche : SCR {crs}, nodata {nodata}.</translation>
    </message>
    <message>
        <source>'{layer}' cannot be read: {reason}.</source>
        <translation>« {layer} » ne peut pas être lu : {reason}.</translation>
    </message>
    <message>
        <source>The layer properties of '{layer}' have a range of nodata values: give one value.</source>
        <translation>Les propriétés de la couche « {layer} » ont un intervalle de valeurs nodata : donnez une seule valeur.</translation>
    </message>
    <message>
        <source>'{layer}' has no pixels of its own, and no model gives the resolution to read.</source>
        <translation>« {layer} » n'a pas de pixels à lui, et aucun modèle ne donne la résolution à lire.</translation>
    </message>
    <message>
        <source>'{layer}' cannot be read into a file: {reason}.</source>
        <translation>« {layer} » ne peut pas être lu dans un fichier : {reason}.</translation>
    </message>
    <message>
        <source>unknown reason</source>
        <translation>raison inconnue</translation>
    </message>
    <message>
        <source>'{layer}' has no pixels of its own: give an area, or zoom the map window to the part to read.</source>
        <translation>« {layer} » n'a pas de pixels à lui : donnez une zone, ou zoomez la fenêtre de carte sur la partie à lire.</translation>
    </message>
    <message>
        <source>The area does not touch '{layer}'.</source>
        <translation>La zone ne touche pas « {layer} ».</translation>
    </message>
    <message>
        <source>'{layer}' would become {width} x {height} px, more than {maximum:,} px: choose a smaller area.</source>
        <translation>« {layer} » deviendrait {width} x {height} px, plus que {maximum:,} px : choisissez une zone plus petite.</translation>
    </message>
    <message>
        <source>its CRS</source>
        <translation>son SCR</translation>
    </message>
    <message>
        <source>'{layer}' cannot be read.</source>
        <translation>« {layer} » ne peut pas être lu.</translation>
    </message>
    <message>
        <source>The engine wrote no layer for {name}.</source>
        <translation>Le moteur n'a pas écrit de couche pour « {name} ».</translation>
    </message>
    <message>
        <source>Engine: Python interpreter or environment folder</source>
        <translation>Moteur : interpréteur Python ou dossier de l'environnement</translation>
    </message>
    <message>
        <source>Engine: device that 'auto' means</source>
        <translation>Moteur : processeur que « auto » désigne</translation>
    </message>
    <message>
        <source>Engine: number of processor threads (0: all)</source>
        <translation>Moteur : nombre de threads du processeur (0 : tous)</translation>
    </message>
    <message>
        <source>Engine: folder for compiled code</source>
        <translation>Moteur : dossier du code compilé</translation>
    </message>
    <message>
        <source>Engine: minutes that it waits for the next click</source>
        <translation>Moteur : minutes d'attente du clic suivant</translation>
    </message>
    <message>
        <source>The disk of '{folder}' or of the temporary folder is full; free about {needed:.0f} GB (10 GB for a CUDA build) and run this again.</source>
        <translation>Le disque de « {folder} » ou du dossier temporaire est plein ; libérez environ {needed:.0f} Go (10 Go pour une version CUDA) et exécutez de nouveau cet algorithme.</translation>
    </message>
    <message>
        <source>A security policy of this computer stops programs in '{folder}'; ask your administrator to allow them.</source>
        <translation>Une règle de sécurité de cet ordinateur arrête les programmes dans « {folder} » ; demandez à votre administrateur de les autoriser.</translation>
    </message>
    <message>
        <source>The Python '{python}' cannot create environments (it has no module venv); on Debian and Ubuntu run 'sudo apt install python3-venv', elsewhere install Python from python.org, and run this again.</source>
        <translation>Le Python « {python} » ne peut pas créer d'environnements (il n'a pas de module venv) ; sous Debian et Ubuntu, exécutez « sudo apt install python3-venv », ailleurs installez Python de python.org, et exécutez de nouveau cet algorithme.</translation>
    </message>
    <message>
        <source>The network's proxy asks for a user name and password; enter them in Settings &gt; Options &gt; Network and run this again.</source>
        <translation>Le proxy du réseau demande un nom d'utilisateur et un mot de passe ; entrez-les dans Préférences &gt; Options &gt; Réseau et exécutez de nouveau cet algorithme.</translation>
    </message>
    <message>
        <source>The proxy could not be used; check it in Settings &gt; Options &gt; Network (pip needs an HTTP proxy, not SOCKS).</source>
        <translation>Le proxy n'a pas pu être utilisé ; vérifiez-le dans Préférences &gt; Options &gt; Réseau (pip demande un proxy HTTP, pas SOCKS).</translation>
    </message>
    <message>
        <source>{source} has a certificate that was not accepted, as happens behind a company's inspecting proxy; set the variable PIP_CERT to your organisation's certificate file, or use a wheelhouse folder.</source>
        <translation>{source} a un certificat qui n'a pas été accepté, comme cela arrive derrière le proxy d'inspection d'une entreprise ; donnez à la variable PIP_CERT le fichier de certificat de votre organisation, ou utilisez un dossier de paquets.</translation>
    </message>
    <message>
        <source>The download was interrupted; run this again, packages that were already downloaded are kept.</source>
        <translation>Le téléchargement a été interrompu ; exécutez de nouveau cet algorithme, les paquets déjà téléchargés sont conservés.</translation>
    </message>
    <message>
        <source>{source} cannot be reached; check the network, or use a wheelhouse folder made on another computer.</source>
        <translation>{source} ne peut pas être joint ; vérifiez le réseau, ou utilisez un dossier de paquets fait sur un autre ordinateur.</translation>
    </message>
    <message>
        <source>Files in '{folder}' are in use; close other QGIS windows and run this again.</source>
        <translation>Des fichiers de « {folder} » sont en cours d'utilisation ; fermez les autres fenêtres de QGIS et exécutez de nouveau cet algorithme.</translation>
    </message>
    <message>
        <source>'{folder}' cannot be written; check the folder's permissions.</source>
        <translation>« {folder} » ne peut pas être écrit ; vérifiez les permissions du dossier.</translation>
    </message>
    <message>
        <source>{source} has no '{package}' for Python {version} on {platform}.</source>
        <translation>{source} n'a pas « {package} » pour Python {version} sur {platform}.</translation>
    </message>
    <message>
        <source>The memory was full while packages were installed; close other programs and run this again.</source>
        <translation>La mémoire était pleine pendant l'installation des paquets ; fermez d'autres programmes et exécutez de nouveau cet algorithme.</translation>
    </message>
    <message>
        <source>no message</source>
        <translation>pas de message</translation>
    </message>
    <message>
        <source>Setting up the engine failed: {text}</source>
        <translation>L'installation du moteur a échoué : {text}</translation>
    </message>
    <message>
        <source>The engine has ended unexpectedly; the next click starts it again.</source>
        <translation>Le moteur s'est arrêté de façon inattendue ; le prochain clic le redémarre.</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>Carte</translation>
    </message>
    <message>
        <source>Take a part of the map as the area</source>
        <translation>Prendre une partie de la carte comme zone</translation>
    </message>
    <message>
        <source>Current view</source>
        <translation>Vue actuelle</translation>
    </message>
    <message>
        <source>Draw a rectangle</source>
        <translation>Dessiner un rectangle</translation>
    </message>
    <message>
        <source>Taken by their names.</source>
        <translation>Prises par leur nom.</translation>
    </message>
    <message>
        <source>Guessed by the wavelengths of the bands: please check.</source>
        <translation>Devinées d'après les longueurs d'onde des bandes : veuillez vérifier.</translation>
    </message>
    <message>
        <source>Guessed by the product in the file's name: please check.</source>
        <translation>Devinées d'après le produit dans le nom du fichier : veuillez vérifier.</translation>
    </message>
    <message>
        <source>The image's bands are taken in their order: please check.</source>
        <translation>Les bandes de l'image sont prises dans leur ordre : veuillez vérifier.</translation>
    </message>
    <message>
        <source>Please choose a band for each.</source>
        <translation>Veuillez choisir une bande pour chacune.</translation>
    </message>
    <message>
        <source>Choose an image and a model first.</source>
        <translation>Choisissez d'abord une image et un modèle.</translation>
    </message>
    <message>
        <source>any pixel size</source>
        <translation>toute taille de pixel</translation>
    </message>
    <message>
        <source>Choose a model file</source>
        <translation>Choisir un fichier de modèle</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>Aucun modèle</translation>
    </message>
    <message>
        <source>Default: {model}</source>
        <translation>Par défaut : {model}</translation>
    </message>
    <message>
        <source>Gives: {purpose} ({classes})</source>
        <translation>Donne : {purpose} ({classes})</translation>
    </message>
    <message>
        <source>{resolution}; bands: {bands}; {size} MB; licence: {licence}</source>
        <translation>{resolution} ; bandes : {bands} ; {size} Mo ; licence : {licence}</translation>
    </message>
    <message>
        <source>Accuracy: {accuracy}</source>
        <translation>Exactitude : {accuracy}</translation>
    </message>
    <message>
        <source>Folder...</source>
        <translation>Dossier...</translation>
    </message>
    <message>
        <source>Raster...</source>
        <translation>Raster...</translation>
    </message>
    <message>
        <source>Run 'Set up the engine' in the Toolbox (EO Deep &gt; Engine and demo data).</source>
        <translation>Exécutez « Installer le moteur » dans la boîte à outils (EO Deep &gt; Moteur et données de démonstration).</translation>
    </message>
    <message>
        <source>The variable {name} names '{path}', where there is no Python interpreter.</source>
        <translation>La variable {name} désigne « {path} », où il n'y a pas d'interpréteur Python.</translation>
    </message>
    <message>
        <source>The setting of EO Deep names '{path}', where there is no Python interpreter.</source>
        <translation>Le réglage d'EO Deep désigne « {path} », où il n'y a pas d'interpréteur Python.</translation>
    </message>
    <message>
        <source>The engine was killed (signal {number}), probably because the memory was full.</source>
        <translation>Le moteur a été tué (signal {number}), probablement parce que la mémoire était pleine.</translation>
    </message>
    <message>
        <source>About {count:.1f} h left.</source>
        <translation>Encore {count:.1f} h environ.</translation>
    </message>
    <message>
        <source>The engine of EO Deep is not set up yet.</source>
        <translation>Le moteur d'EO Deep n'est pas encore installé.</translation>
    </message>
    <message>
        <source>The engine was ended by signal {number} ({name}).</source>
        <translation>Le moteur a été arrêté par le signal {number} ({name}).</translation>
    </message>
    <message>
        <source>The engine ended without a result (exit code {code}).</source>
        <translation>Le moteur s'est arrêté sans résultat (code de sortie {code}).</translation>
    </message>
    <message>
        <source>About {count} s left.</source>
        <translation>Encore {count} s environ.</translation>
    </message>
    <message>
        <source>About {count} min left.</source>
        <translation>Encore {count} min environ.</translation>
    </message>
    <message>
        <source>The engine's environment is incomplete: it lacks '{package}'.</source>
        <translation>L'environnement du moteur est incomplet : il y manque « {package} ».</translation>
    </message>
    <message>
        <source>Last message of the engine: {text}</source>
        <translation>Dernier message du moteur : {text}</translation>
    </message>
    <message>
        <source>The engine's interpreter '{path}' does not start: {reason}.</source>
        <translation>L'interpréteur du moteur « {path} » ne démarre pas : {reason}.</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Annulé.</translation>
    </message>
    <message>
        <source>Nothing was written.</source>
        <translation>Rien n'a été écrit.</translation>
    </message>
    <message>
        <source>Give either samples, or images with labels.</source>
        <translation>Donnez soit des échantillons, soit des images avec étiquettes.</translation>
    </message>
    <message>
        <source>Give the labels of the images.</source>
        <translation>Donnez les étiquettes des images.</translation>
    </message>
    <message>
        <source>The strategy 'byclass', and no other, needs a class table.</source>
        <translation>La stratégie « byclass », et aucune autre, demande une table des classes.</translation>
    </message>
    <message>
        <source>The distribution 'custom', and no other, needs counts of the images.</source>
        <translation>La répartition « custom », et aucune autre, demande des nombres par image.</translation>
    </message>
    <message>
        <source>Give either a dataset folder, or images with labels.</source>
        <translation>Donnez soit un dossier de jeu de données, soit des images avec étiquettes.</translation>
    </message>
    <message>
        <source>Train and apply deep networks to Earth observation images of any size: buildings, land cover, map updates, accuracy.</source>
        <translation>Entraîner et appliquer des réseaux profonds à des images d'observation de la Terre de toute taille : bâtiments, occupation du sol, mises à jour de cartes, exactitude.</translation>
    </message>
    <message>
        <source>Classify</source>
        <translation>Classer</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Entraîner</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Moteur</translation>
    </message>
    <message>
        <source>Click to polygon</source>
        <translation>Cliquer un polygone</translation>
    </message>
    <message>
        <source>Click to polygon: take the objects that a model sees in the window one by one</source>
        <translation>Cliquer un polygone : prendre un à un les objets qu'un modèle voit dans la fenêtre</translation>
    </message>
    <message>
        <source>Try on this view</source>
        <translation>Essayer sur cette vue</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Préférences</translation>
    </message>
    <message>
        <source>Manual</source>
        <translation>Manuel</translation>
    </message>
    <message>
        <source>About EO Deep</source>
        <translation>À propos d'EO Deep</translation>
    </message>
    <message>
        <source>Licence: {}. QGIS {}.</source>
        <translation>Licence : {}. QGIS {}.</translation>
    </message>
    <message>
        <source>Engine: {}</source>
        <translation>Moteur : {}</translation>
    </message>
    <message>
        <source>The engine gave no answer.</source>
        <translation>Le moteur n'a pas répondu.</translation>
    </message>
    <message>
        <source>This object goes on beyond what was read: move the map so that the window shows all of it.</source>
        <translation>Cet objet continue au-delà de ce qui a été lu : déplacez la carte pour que la fenêtre le montre en entier.</translation>
    </message>
    <message>
        <source>The view is being read.</source>
        <translation>La vue est en cours de lecture.</translation>
    </message>
    <message>
        <source>Click to polygon needs an image: add a raster layer.</source>
        <translation>« Cliquer un polygone » demande une image : ajoutez une couche raster.</translation>
    </message>
    <message>
        <source>Cancelled. Click on the map to read it.</source>
        <translation>Annulé. Cliquez sur la carte pour la lire.</translation>
    </message>
    <message>
        <source>Hover over an object to see its outline. Click to add it; Shift and a click take it away. Drag a rectangle for all objects in it.</source>
        <translation>Survolez un objet pour voir son contour. Cliquez pour l'ajouter ; Maj et un clic l'enlèvent. Tracez un rectangle pour tous les objets qu'il contient.</translation>
    </message>
    <message>
        <source>The model sees no object here. A lower probability threshold shows more.</source>
        <translation>Le modèle ne voit pas d'objet ici. Un seuil de probabilité plus bas en montre davantage.</translation>
    </message>
    <message>
        <source>The layer '{name}' cannot be edited; choose another one.</source>
        <translation>La couche « {name} » ne peut pas être éditée ; choisissez-en une autre.</translation>
    </message>
    <message>
        <source>The window does not show the image '{name}'.</source>
        <translation>La fenêtre ne montre pas l'image « {name} ».</translation>
    </message>
    <message>
        <source>Zoom in: the window shows {seen} million pixels, at most {most} are read at once.</source>
        <translation>Zoomez : la fenêtre montre {seen} millions de pixels, {most} au plus sont lus à la fois.</translation>
    </message>
    <message>
        <source>Add objects</source>
        <translation>Ajouter des objets</translation>
    </message>
    <message>
        <source>Take objects away</source>
        <translation>Enlever des objets</translation>
    </message>
    <message>
        <source>New layer</source>
        <translation>Nouvelle couche</translation>
    </message>
    <message>
        <source>Objects go to</source>
        <translation>Destination des objets</translation>
    </message>
    <message>
        <source>Reading the view …</source>
        <translation>Lecture de la vue …</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>The model sees pixels of {size:.2g} m; zoom in for smaller objects.</source>
        <translation>Le modèle voit des pixels de {size:.2g} m ; zoomez pour de plus petits objets.</translation>
    </message>
    <message>
        <source>The view cannot be read.</source>
        <translation>La vue ne peut pas être lue.</translation>
    </message>
    <message>
        <source>EO Deep runs its networks in a Python environment of its own, the engine, so that neither QGIS nor its Python is changed and nothing that fails can take QGIS along. Set it up once: it is created in your QGIS profile and can be removed again by 'Remove the engine'. Computers without network can use a folder of packages.</source>
        <translation>EO Deep exécute ses réseaux dans un environnement Python séparé, le moteur : ni QGIS ni son Python ne sont modifiés, et aucune défaillance ne peut arrêter QGIS. Installez-le une fois : il est créé dans votre profil QGIS et peut être supprimé par « Supprimer le moteur ». Les ordinateurs sans réseau peuvent utiliser un dossier de paquets.</translation>
    </message>
    <message>
        <source>EO Deep was updated and needs other packages than its engine has.</source>
        <translation>EO Deep a été mis à jour et demande d'autres paquets que ceux de son moteur.</translation>
    </message>
    <message>
        <source>Set up</source>
        <translation>Installer</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Plus tard</translation>
    </message>
    <message>
        <source>What is it?</source>
        <translation>En savoir plus</translation>
    </message>
    <message>
        <source>EO Deep needs its engine.</source>
        <translation>EO Deep a besoin de son moteur.</translation>
    </message>
    <message>
        <source>Keys, here and on the map: A accept, R reject, C clear, E edit, N next, P previous, Z zoom. Here also → and ←.</source>
        <translation>Touches, ici et sur la carte : A accepter, R rejeter, C effacer, E éditer, N suivant, P précédent, Z zoomer. Ici aussi → et ←.</translation>
    </message>
    <message>
        <source>Without decision</source>
        <translation>Sans décision</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>Acceptés</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Rejetés</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Tous</translation>
    </message>
    <message>
        <source>Review objects</source>
        <translation>Réviser des objets</translation>
    </message>
    <message>
        <source>Highest values first</source>
        <translation>Plus grandes valeurs d'abord</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Couche</translation>
    </message>
    <message>
        <source>Order by</source>
        <translation>Trier par</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Statut</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Décision</translation>
    </message>
    <message>
        <source>No other object is shown: choose another decision above.</source>
        <translation>Aucun autre objet n'est montré : choisissez une autre décision ci-dessus.</translation>
    </message>
    <message>
        <source>Choose a vector layer, such as the differences of 'Update map'.</source>
        <translation>Choisissez une couche vecteur, par exemple les différences de « Mettre à jour une carte ».</translation>
    </message>
    <message>
        <source>{place} of {count}</source>
        <translation>{place} sur {count}</translation>
    </message>
    <message>
        <source>{accepted} accepted, {rejected} rejected, {open} without decision</source>
        <translation>{accepted} acceptés, {rejected} rejetés, {open} sans décision</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Accepter</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Rejeter</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Effacer</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Éditer</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Précédent</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Suivant</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoomer</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Enregistrer</translation>
    </message>
    <message>
        <source>All {count} objects have a decision.</source>
        <translation>Les {count} objets ont tous une décision.</translation>
    </message>
    <message>
        <source>This object has no geometry that can be shown in the project's CRS.</source>
        <translation>Cet objet n'a pas de géométrie qui puisse être montrée dans le SCR du projet.</translation>
    </message>
    <message>
        <source>'{name}' has no objects.</source>
        <translation>« {name} » n'a pas d'objets.</translation>
    </message>
    <message>
        <source>'{name}' has no objects of this status.</source>
        <translation>« {name} » n'a pas d'objets de ce statut.</translation>
    </message>
    <message>
        <source>Add the field '{field}'</source>
        <translation>Ajouter le champ « {field} »</translation>
    </message>
    <message>
        <source>'{name}' did not take the decision.</source>
        <translation>« {name} » n'a pas accepté la décision.</translation>
    </message>
    <message>
        <source>The decisions could not be saved: {errors}</source>
        <translation>Les décisions n'ont pas pu être enregistrées : {errors}</translation>
    </message>
    <message>
        <source>'{name}' has no field with a score: its objects come in their own order.</source>
        <translation>« {name} » n'a pas de champ avec un score : ses objets viennent dans leur ordre.</translation>
    </message>
    <message>
        <source>'{name}' did not take the field.</source>
        <translation>« {name} » n'a pas accepté le champ.</translation>
    </message>
    <message>
        <source>'{name}' is read-only: its objects can be looked at, but decisions need a layer that can be edited, such as an export to GeoPackage.</source>
        <translation>« {name} » est en lecture seule : ses objets peuvent être regardés, mais les décisions demandent une couche qui peut être éditée, par exemple un export vers GeoPackage.</translation>
    </message>
    <message>
        <source>'{name}' has no field '{field}', and its format cannot add one: export it to GeoPackage.</source>
        <translation>« {name} » n'a pas de champ « {field} », et son format ne permet pas d'en ajouter : exportez-la vers GeoPackage.</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>accepté</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>rejeté</translation>
    </message>
    <message>
        <source>no decision</source>
        <translation>aucune décision</translation>
    </message>
    <message>
        <source>Review: {decision}</source>
        <translation>Révision : {decision}</translation>
    </message>
    <message>
        <source>'{name}' has no field '{field}' for the decisions.</source>
        <translation>« {name} » n'a pas de champ « {field} » pour les décisions.</translation>
    </message>
    <message>
        <source>The field '{field}' of '{name}' cannot hold a text such as '{value}': rename it.</source>
        <translation>Le champ « {field} » de « {name} » ne peut pas contenir un texte tel que « {value} » : renommez-le.</translation>
    </message>
    <message>
        <source>training loss</source>
        <translation>perte d'entraînement</translation>
    </message>
    <message>
        <source>mean IoU</source>
        <translation>IoU moyen</translation>
    </message>
    <message>
        <source>share within 1.2 m</source>
        <translation>part à moins de 1,2 m</translation>
    </message>
    <message>
        <source>step 1</source>
        <translation>étape 1</translation>
    </message>
    <message>
        <source>step 2</source>
        <translation>étape 2</translation>
    </message>
    <message>
        <source>clean only</source>
        <translation>propres seulement</translation>
    </message>
    <message>
        <source>faithful</source>
        <translation>fidèle</translation>
    </message>
    <message>
        <source>sharp</source>
        <translation>net</translation>
    </message>
    <message>
        <source>errors</source>
        <translation>erreurs</translation>
    </message>
    <message>
        <source>Training curves</source>
        <translation>Courbes d'entraînement</translation>
    </message>
    <message>
        <source>No training has begun.</source>
        <translation>Aucun entraînement n'a commencé.</translation>
    </message>
    <message>
        <source>{count} epochs</source>
        <translation>{count} époques</translation>
    </message>
    <message>
        <source>The memory is full.</source>
        <translation>La mémoire est pleine.</translation>
    </message>
    <message>
        <source>The GPU's memory is full; close other programs that use it, or choose CPU.</source>
        <translation>La mémoire du GPU est pleine ; fermez d'autres programmes qui l'utilisent, ou choisissez le CPU.</translation>
    </message>
    <message>
        <source>Moved {0} of {1} objects, {2} were in place, {3} follow their neighbours, {4} were not found in the image; wrote '{5}'.</source>
        <translation>{0} objets sur {1} ont été déplacés, {2} étaient en place, {3} suivent leurs voisins, {4} n'ont pas été trouvés sur l'image ; « {5} » est écrit.</translation>
    </message>
    <message>
        <source>The method correlation aligns buildings only; {0} lines stay where they are.</source>
        <translation>La méthode correlation n'aligne que des bâtiments ; {0} lignes restent où elles sont.</translation>
    </message>
    <message>
        <source>The vectors span {0}, the image {1}.</source>
        <translation>L'emprise des vecteurs est {0}, celle de l'image {1}.</translation>
    </message>
    <message>
        <source>None of the vectors lies on the image; check the CRS of both.</source>
        <translation>Aucun des vecteurs ne se trouve sur l'image ; vérifiez le SCR des deux.</translation>
    </message>
    <message>
        <source>The maximum shift must be more than 0 m, got {0} m.</source>
        <translation>Le décalage maximal doit être supérieur à 0 m, et non {0} m.</translation>
    </message>
    <message>
        <source>Smoothness must be 0 or more, got {0}.</source>
        <translation>Le lissage doit être d'au moins 0, et non {0}.</translation>
    </message>
    <message>
        <source>{0} must be one of {1}, got '{2}'.</source>
        <translation>{0} doit être l'un de {1}, et non « {2} ».</translation>
    </message>
    <message>
        <source>The pixel size is not known: the image has no CRS and the model no resolution; give the pixel size.</source>
        <translation>La taille de pixel n'est pas connue : l'image n'a pas de SCR et le modèle pas de résolution ; donnez la taille de pixel.</translation>
    </message>
    <message>
        <source>Scoring {0} objects needs {1} GB in '{2}', {3} GB are free; choose a smaller maximum shift or another folder.</source>
        <translation>Le calcul des scores de {0} objets demande {1} Go dans « {2} », {3} Go sont libres ; choisissez un décalage maximal plus petit ou un autre dossier.</translation>
    </message>
    <message>
        <source>Correction round {0} of {1} moved the vectors by {2} m (median).</source>
        <translation>Le tour de correction {0} sur {1} a déplacé les vecteurs de {2} m (médiane).</translation>
    </message>
    <message>
        <source>The models trained so far are kept in '{0}'; run it again with 'Resume' to continue.</source>
        <translation>Les modèles entraînés jusqu'ici sont conservés dans « {0} » ; exécutez de nouveau avec « Reprendre un entraînement interrompu » pour continuer.</translation>
    </message>
    <message>
        <source>Displacements must be 0 or more, and at least one must be greater than 0.</source>
        <translation>Les déplacements doivent être d'au moins 0, et l'un au moins supérieur à 0.</translation>
    </message>
    <message>
        <source>The share of {0} objects must be at least 0 and below 1, got {1}.</source>
        <translation>La part d'objets ({0}) doit être d'au moins 0 et inférieure à 1, et non {1}.</translation>
    </message>
    <message>
        <source>Displacements are in metres, but no image has a CRS; give the resolution to train at.</source>
        <translation>Les déplacements sont en mètres, mais aucune image n'a de SCR ; donnez la résolution de l'entraînement.</translation>
    </message>
    <message>
        <source>Crop must be a multiple of {0} px, got {1} px.</source>
        <translation>La fenêtre doit être un multiple de {0} px, et non {1} px.</translation>
    </message>
    <message>
        <source>Rounds must be at least 1, got {0}.</source>
        <translation>Il faut au moins 1 tour, et non {0}.</translation>
    </message>
    <message>
        <source>'{0}' is a model for {1}, this needs one for alignment.</source>
        <translation>« {0} » est un modèle du type {1}, il en faut un d'alignement.</translation>
    </message>
    <message>
        <source>Wrote {0} buildings, {1} in all, to '{2}'.</source>
        <translation>{0} bâtiments écrits, {1} en tout, dans « {2} ».</translation>
    </message>
    <message>
        <source>Threshold must be 0 to 1, got {0}.</source>
        <translation>Le seuil doit être de 0 à 1, et non {0}.</translation>
    </message>
    <message>
        <source>Wrote the probability of buildings to '{0}'.</source>
        <translation>La probabilité de bâtiment est écrite dans « {0} ».</translation>
    </message>
    <message>
        <source>At least {0} pixels must be known on both dates to tell changes from what is usual, got {1}; the rest is nodata, masked or outside of the area.</source>
        <translation>Au moins {0} pixels doivent être connus aux deux dates pour distinguer les changements de l'ordinaire, et non {1} ; le reste est nodata, masqué ou hors de la zone.</translation>
    </message>
    <message>
        <source>{0} of {1} objects are touched by changes.</source>
        <translation>{0} objets sur {1} sont touchés par des changements.</translation>
    </message>
    <message>
        <source>Objects with their changes need objects of a map, got none.</source>
        <translation>Les objets avec leurs changements demandent des objets d'une carte, et il n'y en a pas.</translation>
    </message>
    <message>
        <source>The direction '{0}' is for the method 'index', got '{1}'.</source>
        <translation>Le sens « {0} » est pour la méthode « index », et non « {1} ».</translation>
    </message>
    <message>
        <source>False alarms must be above 0 % and at most 50 %, got {0} %.</source>
        <translation>Les fausses alarmes doivent être supérieures à 0 % et de 50 % au plus, et non {0} %.</translation>
    </message>
    <message>
        <source>There must be an image before and one after, or a series of images.</source>
        <translation>Il faut une image avant et une après, ou une série d'images.</translation>
    </message>
    <message>
        <source>There must be images before and after or a series, but both are given.</source>
        <translation>Il faut des images avant et après ou une série, et non les deux.</translation>
    </message>
    <message>
        <source>Images without the event are for images before and after; those of a series are its history.</source>
        <translation>Les images sans l'événement sont pour des images avant et après ; celles d'une série sont son historique.</translation>
    </message>
    <message>
        <source>The index '{0}' has no value anywhere on these images; check its bands.</source>
        <translation>L'indice « {0} » n'a de valeur nulle part sur ces images ; vérifiez ses bandes.</translation>
    </message>
    <message>
        <source>The method 'index' needs one formula, such as 'ndvi = (nir - red) / (nir + red)', got {0}.</source>
        <translation>La méthode « index » demande une formule, par exemple « ndvi = (nir - red) / (nir + red) », et non {0}.</translation>
    </message>
    <message>
        <source>The method 'spectral angle' needs images of at least 2 bands, got 1.</source>
        <translation>La méthode « spectral angle » demande des images d'au moins 2 bandes, et non 1.</translation>
    </message>
    <message>
        <source>A series is monitored by the method auto, magnitude or index and in any direction, got '{0}', '{1}'.</source>
        <translation>Une série est surveillée par la méthode auto, magnitude ou index et dans tout sens, et non « {0} », « {1} ».</translation>
    </message>
    <message>
        <source>A series of at least {0} usable images is needed, got {1}.</source>
        <translation>Il faut une série d'au moins {0} images utilisables, et non {1}.</translation>
    </message>
    <message>
        <source>Monitoring can start on {0} only if each image has a date.</source>
        <translation>La surveillance ne peut commencer à la date {0} que si chaque image a une date.</translation>
    </message>
    <message>
        <source>At least 3 images before the start of monitoring and one after are needed; of {0} images {1} lie before {2}.</source>
        <translation>Il faut au moins 3 images avant le début de la surveillance et une après ; sur {0} images, {1} sont avant {2}.</translation>
    </message>
    <message>
        <source>No pixel is known on the dates of the history; give other dates or masks.</source>
        <translation>Aucun pixel n'est connu aux dates de l'historique ; donnez d'autres dates ou masques.</translation>
    </message>
    <message>
        <source>The model needs bands {0}, the images have {1}; choose the bands in that order.</source>
        <translation>Le modèle demande les bandes {0}, les images ont {1} ; choisissez les bandes dans cet ordre.</translation>
    </message>
    <message>
        <source>The model needs a cell of {0} px that is known, '{1}' has none.</source>
        <translation>Le modèle demande une cellule connue de {0} px, « {1} » n'en a pas.</translation>
    </message>
    <message>
        <source>The image before is of {0}, the one after of {1}: they may have been swapped.</source>
        <translation>L'image avant est du {0}, celle d'après du {1} : elles sont peut-être interverties.</translation>
    </message>
    <message>
        <source>Images without the event must be of dates before that of the image after, {0}, but '{1}' is of {2}.</source>
        <translation>Les images sans l'événement doivent être de dates antérieures à celle de l'image après, {0}, mais « {1} » est du {2}.</translation>
    </message>
    <message>
        <source>Class values must be 0 to {0}, but '{1}' holds {2}.</source>
        <translation>Les valeurs de classe doivent être de 0 à {0}, mais « {1} » contient {2}.</translation>
    </message>
    <message>
        <source>The tile size must be a multiple of 16 px, got {0} px.</source>
        <translation>La taille de tuile doit être un multiple de 16 px, et non {0} px.</translation>
    </message>
    <message>
        <source>A CRF with a radius of {0} px, a dilation of {1} and {2} iterations sees {3} px; at most {4} px are possible.</source>
        <translation>Un CRF de rayon {0} px, de dilatation {1} et de {2} itérations voit {3} px ; {4} px au plus sont possibles.</translation>
    </message>
    <message>
        <source>No CRS in: {0}; taken to be the same as the other raster's.</source>
        <translation>Pas de SCR dans : {0} ; celui de l'autre raster est supposé.</translation>
    </message>
    <message>
        <source>No pixel of '{0}' has a label.</source>
        <translation>Aucun pixel de « {0} » n'a d'étiquette.</translation>
    </message>
    <message>
        <source>The labels must have pixels of at least two classes where there are probabilities, got {0}.</source>
        <translation>Les étiquettes doivent avoir des pixels d'au moins deux classes là où il y a des probabilités, et non {0}.</translation>
    </message>
    <message>
        <source>Two classes of the labels are the same class of the probabilities: {0}.</source>
        <translation>Deux classes des étiquettes sont la même classe des probabilités : {0}.</translation>
    </message>
    <message>
        <source>Class '{0}' of the labels is not among the classes of the probabilities: {1}.</source>
        <translation>La classe « {0} » des étiquettes n'est pas parmi les classes des probabilités : {1}.</translation>
    </message>
    <message>
        <source>'{0}' has {1} bands; a class map has at most {2} classes.</source>
        <translation>« {0} » a {1} bandes ; une carte de classes a {2} classes au plus.</translation>
    </message>
    <message>
        <source>Probabilities must be 0 to 1, but '{0}' holds {1}.</source>
        <translation>Les probabilités doivent être de 0 à 1, mais « {0} » contient {1}.</translation>
    </message>
    <message>
        <source>The probabilities of a pixel must sum to 1, but those in '{0}' sum to {1} somewhere.</source>
        <translation>Les probabilités d'un pixel doivent avoir 1 pour somme, mais celles de « {0} » ont quelque part {1}.</translation>
    </message>
    <message>
        <source>'{0}' is a class map; this needs probabilities, one band per class.</source>
        <translation>« {0} » est une carte de classes ; il faut des probabilités, une bande par classe.</translation>
    </message>
    <message>
        <source>'{0}' is a model for method '{1}', got method '{2}'.</source>
        <translation>« {0} » est un modèle pour la méthode « {1} », et non « {2} ».</translation>
    </message>
    <message>
        <source>{0} x {1} px, {2} tiles with a margin of {3} px.</source>
        <translation>{0} x {1} px, {2} tuiles avec une marge de {3} px.</translation>
    </message>
    <message>
        <source>The method must be one of {0}, got '{1}'.</source>
        <translation>La méthode doit être l'une de {0}, et non « {1} ».</translation>
    </message>
    <message>
        <source>'{0}' only calibrates, because '{1}' did not help in its training.</source>
        <translation>« {0} » ne fait que calibrer, car « {1} » n'a pas été utile dans son entraînement.</translation>
    </message>
    <message>
        <source>Method '{0}' needs the image, whose edges the classes shall follow.</source>
        <translation>La méthode « {0} » demande l'image, dont les classes doivent suivre les contours.</translation>
    </message>
    <message>
        <source>Method 'majority' gives classes only, no refined probabilities.</source>
        <translation>La méthode « majority » ne donne que des classes, pas de probabilités affinées.</translation>
    </message>
    <message>
        <source>The fusion must be one of {0}, got '{1}'.</source>
        <translation>La fusion doit être l'une de {0}, et non « {1} ».</translation>
    </message>
    <message>
        <source>Method 'fusion' needs other maps of the place.</source>
        <translation>La méthode « fusion » demande d'autres cartes du lieu.</translation>
    </message>
    <message>
        <source>Other maps are for method 'fusion', got method '{0}'.</source>
        <translation>Les autres cartes sont pour la méthode « fusion », et non « {0} ».</translation>
    </message>
    <message>
        <source>Fusion '{0}' needs a model, which 'Train a refinement' makes of the maps.</source>
        <translation>La fusion « {0} » demande un modèle, que « Entraîner un affinage » fait des cartes.</translation>
    </message>
    <message>
        <source>Method 'calibrate' needs a model, a threshold or a temperature.</source>
        <translation>La méthode « calibrate » demande un modèle, un seuil ou une température.</translation>
    </message>
    <message>
        <source>'{0}' is a model for {1} classes ({2}), the probabilities have {3}.</source>
        <translation>« {0} » est un modèle pour {1} classes ({2}), les probabilités en ont {3}.</translation>
    </message>
    <message>
        <source>A threshold is for two classes, the probabilities have {0}.</source>
        <translation>Un seuil est pour deux classes, les probabilités en ont {0}.</translation>
    </message>
    <message>
        <source>Nothing was refined: every pixel is nodata.</source>
        <translation>Rien n'a été affiné : tous les pixels sont nodata.</translation>
    </message>
    <message>
        <source>{0} of the pixels have no image; their probabilities are calibrated only.</source>
        <translation>{0} des pixels n'ont pas d'image ; leurs probabilités sont seulement calibrées.</translation>
    </message>
    <message>
        <source>Method 'learned' needs a model, which 'Train a refinement' makes.</source>
        <translation>La méthode « learned » demande un modèle, que fait « Entraîner un affinage ».</translation>
    </message>
    <message>
        <source>The model has all numbers; '{0}' must not be given, got {1}.</source>
        <translation>Le modèle a tous les nombres ; « {0} » ne doit pas être donné, et vaut {1}.</translation>
    </message>
    <message>
        <source>'{0}' is for method '{1}', got method '{2}'.</source>
        <translation>« {0} » est pour la méthode « {1} », et non « {2} ».</translation>
    </message>
    <message>
        <source>The model is for a fusion of {0} maps, got {1}.</source>
        <translation>Le modèle est pour une fusion de {0} cartes, et non {1}.</translation>
    </message>
    <message>
        <source>'{0}' is a model for {1}, this needs one for {2}.</source>
        <translation>« {0} » est un modèle du type {1}, il en faut un du type {2}.</translation>
    </message>
    <message>
        <source>Fitting on {0} labelled pixels in {1} windows.</source>
        <translation>Ajustement sur {0} pixels étiquetés dans {1} fenêtres.</translation>
    </message>
    <message>
        <source>Labels must be one layer, or one for each of the {0} rasters of probabilities, got {1}.</source>
        <translation>Il faut une couche d'étiquettes, ou une pour chacun des {0} rasters de probabilités, et non {1}.</translation>
    </message>
    <message>
        <source>Method 'fusion' needs at least two maps of one place, got {0}.</source>
        <translation>La méthode « fusion » demande au moins deux cartes d'un lieu, et non {0}.</translation>
    </message>
    <message>
        <source>Method 'fusion' needs one layer of labels, got {0}.</source>
        <translation>La méthode « fusion » demande une couche d'étiquettes, et non {0}.</translation>
    </message>
    <message>
        <source>Method '{0}' needs one image for each of the {1} rasters of probabilities, got {2}.</source>
        <translation>La méthode « {0} » demande une image pour chacun des {1} rasters de probabilités, et non {2}.</translation>
    </message>
    <message>
        <source>{0}: the first time, code is compiled for this computer; this takes minutes.</source>
        <translation>{0} : la première fois, du code est compilé pour cet ordinateur ; cela prend des minutes.</translation>
    </message>
    <message>
        <source>The model's output is not finite for {0} of {1} patches: {2}.</source>
        <translation>La sortie du modèle n'est pas finie pour {0} imagettes sur {1} : {2}.</translation>
    </message>
    <message>
        <source>Steps must be at least 0, got {0}.</source>
        <translation>Il faut au moins 0 étape, et non {0}.</translation>
    </message>
    <message>
        <source>The stored samples in '{0}' have classes that are not on its card.</source>
        <translation>Les échantillons conservés dans « {0} » ont des classes qui ne sont pas sur sa fiche.</translation>
    </message>
    <message>
        <source>'{0}' has no start distribution for sampling; it is not a complete JEM model.</source>
        <translation>« {0} » n'a pas de distribution de départ pour l'échantillonnage ; ce n'est pas un modèle JEM complet.</translation>
    </message>
    <message>
        <source>'{0}' in '{1}' does not match the model's classes, bands and patch size.</source>
        <translation>« {0} » dans « {1} » ne concorde pas avec les classes, les bandes et la taille d'imagette du modèle.</translation>
    </message>
    <message>
        <source>Each training step now has {0} sampling steps.</source>
        <translation>Chaque étape d'entraînement a désormais {0} étapes d'échantillonnage.</translation>
    </message>
    <message>
        <source>Sampling steps must be at least 1, got {0}.</source>
        <translation>Il faut au moins 1 étape d'échantillonnage, et non {0}.</translation>
    </message>
    <message>
        <source>The sampler's step size must be above 0, got {0}.</source>
        <translation>La longueur de pas d'échantillonnage doit être supérieure à 0, et non {0}.</translation>
    </message>
    <message>
        <source>The sampler's noise must be at least 0, got {0}.</source>
        <translation>Le bruit d'échantillonnage doit être d'au moins 0, et non {0}.</translation>
    </message>
    <message>
        <source>The share of restarted samples must be 0 to 1, got {0}.</source>
        <translation>La part d'échantillons relancés doit être de 0 à 1, et non {0}.</translation>
    </message>
    <message>
        <source>The number of stored samples must be at least {0}, those of one step, got {1}.</source>
        <translation>Le nombre d'échantillons conservés doit être d'au moins {0}, ceux d'une étape, et non {1}.</translation>
    </message>
    <message>
        <source>{0} pairs of objects; 50 % of the vertices lie within {1} m of their true position, 95 % within {2} m.</source>
        <translation>{0} paires d'objets ; 50 % des sommets se trouvent à moins de {1} m de leur vraie position, 95 % à moins de {2} m.</translation>
    </message>
    <message>
        <source>The confidence radius must be greater than 0 m, got {0} m.</source>
        <translation>Le rayon de confiance doit être supérieur à 0 m, et non {0} m.</translation>
    </message>
    <message>
        <source>One layer has no CRS; both are taken to be in {0}.</source>
        <translation>Une couche n'a pas de SCR ; les deux sont supposées être en {0}.</translation>
    </message>
    <message>
        <source>The reference data '{0}' lie outside the valid area of {1}.</source>
        <translation>Les données de référence « {0} » sont hors de la zone de validité de {1}.</translation>
    </message>
    <message>
        <source>Lines cannot be matched by overlap; give an ID field.</source>
        <translation>Des lignes ne peuvent pas être appariées par recouvrement ; donnez un champ d'identifiant.</translation>
    </message>
    <message>
        <source>{0} values of '{1}' are not between 0 and 1; the confidence is not assessed.</source>
        <translation>{0} valeurs de « {1} » ne sont pas entre 0 et 1 ; la confiance n'est pas évaluée.</translation>
    </message>
    <message>
        <source>Field '{0}' must identify each object; the {1} hold '{2}' {3} times.</source>
        <translation>Le champ « {0} » doit identifier chaque objet ; « {2} » y apparaît {3} fois ({1}).</translation>
    </message>
    <message>
        <source>The threshold must be a finite number, got {0}.</source>
        <translation>Le seuil doit être un nombre fini, et non {0}.</translation>
    </message>
    <message>
        <source>No compared pixel of the reference data is changed; only false alarms are counted.</source>
        <translation>Aucun pixel comparé des données de référence n'a changé ; seules les fausses alarmes sont comptées.</translation>
    </message>
    <message>
        <source>There must be a raster among score, map and reference data; 'Compare polygons' compares polygons.</source>
        <translation>Il faut un raster parmi le score, la carte et la référence ; « Comparer des polygones » compare des polygones.</translation>
    </message>
    <message>
        <source>There must be one map for each score ({0}), got {1}.</source>
        <translation>Il faut une carte par score ({0}), et non {1}.</translation>
    </message>
    <message>
        <source>There must be a score or a map of changes; none is given.</source>
        <translation>Il faut un score ou une carte des changements ; aucun n'est donné.</translation>
    </message>
    <message>
        <source>{0} polygons have no value in '{1}' and are left out.</source>
        <translation>{0} polygones n'ont pas de valeur dans « {1} » et sont laissés de côté.</translation>
    </message>
    <message>
        <source>The reference data hold 0 and {0} only; {1} is read as changed.</source>
        <translation>Les données de référence ne contiennent que 0 et {0} ; {1} est lu comme changé.</translation>
    </message>
    <message>
        <source>'{0}' states no threshold; give a threshold or a map of changes to learn more than how well the score ranks pixels.</source>
        <translation>« {0} » n'indique pas de seuil ; donnez un seuil ou une carte des changements pour en savoir plus que la qualité du classement des pixels par le score.</translation>
    </message>
    <message>
        <source>The area '{0}' holds no polygons.</source>
        <translation>La zone « {0} » ne contient pas de polygones.</translation>
    </message>
    <message>
        <source>Overall accuracy {0} %, mean IoU {1} %.</source>
        <translation>Exactitude globale {0} %, IoU moyen {1} %.</translation>
    </message>
    <message>
        <source>All compared pixels of the reference data are of one class, {0}; overall accuracy, kappa and precision are not meaningful.</source>
        <translation>Tous les pixels comparés des données de référence sont d'une seule classe, {0} ; exactitude globale, kappa et précision n'ont pas de sens.</translation>
    </message>
    <message>
        <source>The layers lie far apart; the error map is nodata where neither layer has polygons.</source>
        <translation>Les couches sont éloignées l'une de l'autre ; la carte des erreurs est nodata là où aucune n'a de polygones.</translation>
    </message>
    <message>
        <source>Class values must be below 2^31, but the class field holds {0}.</source>
        <translation>Les valeurs de classe doivent être inférieures à 2^31, mais le champ de classe contient {0}.</translation>
    </message>
    <message>
        <source>'{0}' holds probabilities ({1} means 1), not classes; classify them first.</source>
        <translation>« {0} » contient des probabilités ({1} signifie 1), et non des classes ; classez-les d'abord.</translation>
    </message>
    <message>
        <source>Class values must be below 2^31, but '{0}' holds {1}.</source>
        <translation>Les valeurs de classe doivent être inférieures à 2^31, mais « {0} » contient {1}.</translation>
    </message>
    <message>
        <source>Class maps may have at most {0} classes, got {1}.</source>
        <translation>Les cartes de classes peuvent avoir {0} classes au plus, et non {1}.</translation>
    </message>
    <message>
        <source>Class maps may have at most {0} classes; these have more.</source>
        <translation>Les cartes de classes peuvent avoir {0} classes au plus ; celles-ci en ont davantage.</translation>
    </message>
    <message>
        <source>The layers are compared on pixels of {0}, of which a polygon of median size spans {1}; give an area for finer ones.</source>
        <translation>Les couches sont comparées sur des pixels de {0}, dont un polygone de taille médiane couvre {1} ; donnez une zone pour des pixels plus fins.</translation>
    </message>
    <message>
        <source>The area is very large; the layers are compared only where there are polygons.</source>
        <translation>La zone est très grande ; les couches ne sont comparées que là où il y a des polygones.</translation>
    </message>
    <message>
        <source>An error map would have {0} x {1} pixels, which is too many; omit it, or give an area.</source>
        <translation>Une carte des erreurs aurait {0} x {1} pixels, ce qui est trop ; ne la demandez pas, ou donnez une zone.</translation>
    </message>
    <message>
        <source>The reference data '{0}' hold no polygons.</source>
        <translation>Les données de référence « {0} » ne contiennent pas de polygones.</translation>
    </message>
    <message>
        <source>No CRS in: {0}; taken to be the same as the other layer's.</source>
        <translation>Pas de SCR dans : {0} ; celui de l'autre couche est supposé.</translation>
    </message>
    <message>
        <source>The layer '{0}' does not exist.</source>
        <translation>La couche « {0} » n'existe pas.</translation>
    </message>
    <message>
        <source>'{0}' is neither a raster nor a polygon layer that can be read.</source>
        <translation>« {0} » n'est ni un raster ni une couche de polygones lisible.</translation>
    </message>
    <message>
        <source>The width of the boundary must be above 0 m, got {0} m.</source>
        <translation>La largeur de bordure doit être supérieure à 0 m, et non {0} m.</translation>
    </message>
    <message>
        <source>{0} of {1} reference polygons are matched, {2} polygons are predicted; IoU {3}, object F-score {4}.</source>
        <translation>{0} polygones de référence sur {1} sont appariés, {2} polygones sont prédits ; IoU {3}, F-score des objets {4}.</translation>
    </message>
    <message>
        <source>The minimum IoU must be 0.1 to 1, got {0}.</source>
        <translation>L'IoU minimal doit être de 0,1 à 1, et non {0}.</translation>
    </message>
    <message>
        <source>Field '{0}' not found; the prediction has: {1}.</source>
        <translation>Le champ « {0} » n'existe pas ; la prédiction a : {1}.</translation>
    </message>
    <message>
        <source>The prediction has no CRS; it is taken to be in {0}.</source>
        <translation>La prédiction n'a pas de SCR ; elle est supposée être en {0}.</translation>
    </message>
    <message>
        <source>No polygon of the reference data has a class.</source>
        <translation>Aucun polygone des données de référence n'a de classe.</translation>
    </message>
    <message>
        <source>The prediction holds no polygons; all reference polygons count as missed.</source>
        <translation>La prédiction ne contient pas de polygones ; tous les polygones de référence comptent comme manqués.</translation>
    </message>
    <message>
        <source>The prediction and the reference data do not overlap: they span {0}, and {1}.</source>
        <translation>La prédiction et les données de référence ne se recouvrent pas : leurs emprises sont {0}, et {1}.</translation>
    </message>
    <message>
        <source>{0} of the reference polygons lie outside the extent of the prediction and count as missed; give the image to clip both layers to it.</source>
        <translation>{0} des polygones de référence sont hors de l'emprise de la prédiction et comptent comme manqués ; donnez l'image pour découper les deux couches selon elle.</translation>
    </message>
    <message>
        <source>The image '{0}' lies outside the valid area of {1}.</source>
        <translation>L'image « {0} » est hors de la zone de validité de {1}.</translation>
    </message>
    <message>
        <source>No polygon of the reference data lies within the image '{0}'.</source>
        <translation>Aucun polygone des données de référence n'est dans l'image « {0} ».</translation>
    </message>
    <message>
        <source>The image or the polygons have no CRS; both are taken to be in the same CRS.</source>
        <translation>L'image ou les polygones n'ont pas de SCR ; les deux sont supposés être dans le même SCR.</translation>
    </message>
    <message>
        <source>There is no feature: use the bands, a window, a formula or a layer of a model.</source>
        <translation>Il n'y a pas de caractéristique : utilisez les bandes, une fenêtre, une formule ou une couche d'un modèle.</translation>
    </message>
    <message>
        <source>Features must have names of their own, got '{0}' twice.</source>
        <translation>Les caractéristiques doivent avoir des noms différents, et « {0} » apparaît deux fois.</translation>
    </message>
    <message>
        <source>There can be at most {0} formulas, got {1}.</source>
        <translation>Il peut y avoir {0} formules au plus, et non {1}.</translation>
    </message>
    <message>
        <source>Formula '{0}' must not be longer than {1} characters, it has {2}.</source>
        <translation>La formule « {0} » ne doit pas dépasser {1} caractères, elle en a {2}.</translation>
    </message>
    <message>
        <source>Formula '{0}' names '{1}', but the bands are {2}.</source>
        <translation>La formule « {0} » nomme « {1} », mais les bandes sont {2}.</translation>
    </message>
    <message>
        <source>A formula must read 'name = formula', got '{0}'.</source>
        <translation>Une formule doit être de la forme « nom = formule », et non « {0} ».</translation>
    </message>
    <message>
        <source>Formula '{0}' is no arithmetic: '{1}'.</source>
        <translation>La formule « {0} » n'est pas de l'arithmétique : « {1} ».</translation>
    </message>
    <message>
        <source>Formula '{0}' may hold numbers, bands, + - * / **, brackets and {1}, but it has '{2}'.</source>
        <translation>La formule « {0} » peut contenir des nombres, des bandes, + - * / **, des parenthèses et {1}, mais elle a « {2} ».</translation>
    </message>
    <message>
        <source>'{0}' needs numbers of the image ({1}); no layer of it can be used for features.</source>
        <translation>« {0} » demande des nombres de l'image ({1}) ; aucune de ses couches ne peut servir de caractéristique.</translation>
    </message>
    <message>
        <source>'{0}' has no layer '{1}'; it has {2}, and modules by path.</source>
        <translation>« {0} » n'a pas de couche « {1} » ; il a {2}, et des modules par leur chemin.</translation>
    </message>
    <message>
        <source>Layer '{0}' of '{1}' depends on the whole image, so tiles would show; choose an earlier layer.</source>
        <translation>La couche « {0} » de « {1} » dépend de l'image entière, des tuiles apparaîtraient ; choisissez une couche antérieure.</translation>
    </message>
    <message>
        <source>The pixels of '{0}' are {1} m, the layer's network was trained at {2} m; its features may say little.</source>
        <translation>Les pixels de « {0} » font {1} m, le réseau de la couche a été entraîné à {2} m ; ses caractéristiques peuvent dire peu de chose.</translation>
    </message>
    <message>
        <source>The window must be an odd number of pixels from 1 to {0}, got {1} px.</source>
        <translation>La fenêtre doit être un nombre impair de pixels de 1 à {0}, et non {1} px.</translation>
    </message>
    <message>
        <source>{0} needs {1} images (bands {2}), got {3}.</source>
        <translation>{0} demande {1} images (bandes {2}), et non {3}.</translation>
    </message>
    <message>
        <source>The vectors have no CRS; they are taken to be in the image's CRS, {0}.</source>
        <translation>Les vecteurs n'ont pas de SCR ; ils sont supposés être dans le SCR de l'image, {0}.</translation>
    </message>
    <message>
        <source>The image has no CRS; it is taken to be in the vectors' CRS.</source>
        <translation>L'image n'a pas de SCR ; elle est supposée être dans le SCR des vecteurs.</translation>
    </message>
    <message>
        <source>The layers lie outside the valid area of {0}.</source>
        <translation>Les couches sont hors de la zone de validité de {0}.</translation>
    </message>
    <message>
        <source>The raster lies outside the valid area of its CRS, so distances cannot be measured.</source>
        <translation>Le raster est hors de la zone de validité de son SCR, les distances ne peuvent donc pas être mesurées.</translation>
    </message>
    <message>
        <source>'{0}' cannot be read: {1}.</source>
        <translation>« {0} » ne peut pas être lu : {1}.</translation>
    </message>
    <message>
        <source>'{0}' holds no class centres; give the file that 'Segment without training data' wrote.</source>
        <translation>« {0} » ne contient pas de centres de classes ; donnez le fichier que « Segmenter sans données d'entraînement » a écrit.</translation>
    </message>
    <message>
        <source>Classes need at least {0} places with valid pixels, got {1}.</source>
        <translation>Des classes demandent au moins {0} lieux avec des pixels valides, et non {1}.</translation>
    </message>
    <message>
        <source>All places of the image look the same, so there are no classes.</source>
        <translation>Tous les lieux de l'image ont le même aspect, il n'y a donc pas de classes.</translation>
    </message>
    <message>
        <source>There are {0} different places, so there can be no {1} classes.</source>
        <translation>Il y a {0} lieux différents, il ne peut donc pas y avoir {1} classes.</translation>
    </message>
    <message>
        <source>Give at least one image.</source>
        <translation>Donnez au moins une image.</translation>
    </message>
    <message>
        <source>The resampling must be {0}, got '{1}'.</source>
        <translation>Le rééchantillonnage doit être {0}, et non « {1} ».</translation>
    </message>
    <message>
        <source>The cells' features must be {0}, got '{1}'.</source>
        <translation>Les caractéristiques des cellules doivent être {0}, et non « {1} ».</translation>
    </message>
    <message>
        <source>Dates, masks and an area are for features of cells; choose which of these to write.</source>
        <translation>Dates, masques et zone sont pour les caractéristiques de cellules ; choisissez lesquelles écrire.</translation>
    </message>
    <message>
        <source>The images have too few valid pixels for {0} components: {1} of {2} points on a regular grid.</source>
        <translation>Les images ont trop peu de pixels valides pour {0} composantes : {1} points sur {2} d'une grille régulière.</translation>
    </message>
    <message>
        <source>{0} values are larger than {1}, the most of half precision, and are cut to it.</source>
        <translation>{0} valeurs sont plus grandes que {1}, le maximum de la demi-précision, et y sont ramenées.</translation>
    </message>
    <message>
        <source>The cells' features '{0}' are written by themselves, without windows, formulas, layers and components.</source>
        <translation>Les caractéristiques de cellules « {0} » sont écrites seules, sans fenêtres, formules, couches ni composantes.</translation>
    </message>
    <message>
        <source>There can be at most as many components as features, {0}, got {1}.</source>
        <translation>Il peut y avoir au plus autant de composantes que de caractéristiques, {0}, et non {1}.</translation>
    </message>
    <message>
        <source>The features must be {0}, got '{1}'.</source>
        <translation>Les caractéristiques doivent être {0}, et non « {1} ».</translation>
    </message>
    <message>
        <source>'{0}' has no valid pixels.</source>
        <translation>« {0} » n'a pas de pixels valides.</translation>
    </message>
    <message>
        <source>'{0}' holds lines; a query needs points or polygons.</source>
        <translation>« {0} » contient des lignes ; une requête demande des points ou des polygones.</translation>
    </message>
    <message>
        <source>No feature of '{0}' lies where the query image has valid pixels.</source>
        <translation>Aucune entité de « {0} » ne se trouve là où l'image de la requête a des pixels valides.</translation>
    </message>
    <message>
        <source>{0} features of '{1}' are left out, because the query image has no valid pixels there: {2}.</source>
        <translation>{0} entités de « {1} » sont laissées de côté, car l'image de la requête n'y a pas de pixels valides : {2}.</translation>
    </message>
    <message>
        <source>Feature {0} of '{1}' has several parts; a query must be one point or polygon.</source>
        <translation>L'entité {0} de « {1} » a plusieurs parties ; une requête doit être un point ou un polygone.</translation>
    </message>
    <message>
        <source>A polygon of the query may be {0} px wide and high at most, got {1} px.</source>
        <translation>Un polygone de la requête peut avoir {0} px de large et de haut au plus, et non {1} px.</translation>
    </message>
    <message>
        <source>Dates are for images that are searched as one series.</source>
        <translation>Les dates sont pour des images parcourues comme une série.</translation>
    </message>
    <message>
        <source>There must be one mask for each image or one for all, got {0} for {1} images.</source>
        <translation>Il faut un masque par image ou un pour toutes, et non {0} pour {1} images.</translation>
    </message>
    <message>
        <source>No place was found: the images have too few valid pixels.</source>
        <translation>Aucun lieu n'a été trouvé : les images ont trop peu de pixels valides.</translation>
    </message>
    <message>
        <source>The window must be a multiple of {0} px, the side of a cell, and at least {1} px, got {2} px.</source>
        <translation>La fenêtre doit être un multiple de {0} px, le côté d'une cellule, et d'au moins {1} px, et non {2} px.</translation>
    </message>
    <message>
        <source>The window must fit into '{0}', which has about {1} x {2} px, got {3} px.</source>
        <translation>La fenêtre doit tenir dans « {0} », qui a environ {1} x {2} px, et non {3} px.</translation>
    </message>
    <message>
        <source>'{0}' must have the bands of '{1}', which give {2} features, got {3}.</source>
        <translation>« {0} » doit avoir les bandes de « {1} », qui donnent {2} caractéristiques, et non {3}.</translation>
    </message>
    <message>
        <source>The bands of '{0}' must be in the order of those of '{1}', {2}, got {3}.</source>
        <translation>Les bandes de « {0} » doivent être dans l'ordre de celles de « {1} », {2}, et non {3}.</translation>
    </message>
    <message>
        <source>The similarity raster holds {0} queries at most, got {1}.</source>
        <translation>Le raster de similarité contient {0} requêtes au plus, et non {1}.</translation>
    </message>
    <message>
        <source>The pixels of '{0}' are {1} times as large as those of '{2}': places look different at another scale.</source>
        <translation>Les pixels de « {0} » sont {1} fois plus grands que ceux de « {2} » : les lieux ont un autre aspect à une autre échelle.</translation>
    </message>
    <message>
        <source>The known centres are of the features '{0}', got '{1}'.</source>
        <translation>Les centres connus sont ceux des caractéristiques « {0} », et non « {1} ».</translation>
    </message>
    <message>
        <source>The known centres are of another model; give the model that they were made with.</source>
        <translation>Les centres connus sont ceux d'un autre modèle ; donnez le modèle avec lequel ils ont été faits.</translation>
    </message>
    <message>
        <source>The known centres are of {0} classes, got {1}.</source>
        <translation>Les centres connus sont ceux de {0} classes, et non {1}.</translation>
    </message>
    <message>
        <source>The known centres are of the bands {0}, the image has {1}.</source>
        <translation>Les centres connus sont ceux des bandes {0}, l'image a {1}.</translation>
    </message>
    <message>
        <source>The known centres are of a window of {0} px, got {1} px.</source>
        <translation>Les centres connus sont ceux d'une fenêtre de {0} px, et non {1} px.</translation>
    </message>
    <message>
        <source>The number of classes must be 'auto' or {0} to {1}, got '{2}'.</source>
        <translation>Le nombre de classes doit être « auto » ou {0} à {1}, et non « {2} ».</translation>
    </message>
    <message>
        <source>The window must be a multiple of {0} px, the side of a cell, got {1} px.</source>
        <translation>La fenêtre doit être un multiple de {0} px, le côté d'une cellule, et non {1} px.</translation>
    </message>
    <message>
        <source>{0} classes of {1} cells.</source>
        <translation>{0} classes de {1} cellules.</translation>
    </message>
    <message>
        <source>Wrote {0} images and {1} to {2}.</source>
        <translation>{0} images et {1} écrites dans {2}.</translation>
    </message>
    <message>
        <source>The number of images must be at least 1, got {0}.</source>
        <translation>Il faut au moins 1 image, et non {0}.</translation>
    </message>
    <message>
        <source>Start must be one of {0}, got '{1}'.</source>
        <translation>Le départ doit être l'un de {0}, et non « {1} ».</translation>
    </message>
    <message>
        <source>Class must be one of {0}, got '{1}'.</source>
        <translation>La classe doit être l'une de {0}, et non « {1} ».</translation>
    </message>
    <message>
        <source>There must be one date for each image, got {0} for {1} images.</source>
        <translation>Il faut une date par image, et non {0} pour {1} images.</translation>
    </message>
    <message>
        <source>A date must be written like 2018-10-16, got '{0}'.</source>
        <translation>Une date s'écrit comme 2018-10-16, et non « {0} ».</translation>
    </message>
    <message>
        <source>A series needs at least {0}, got {1}.</source>
        <translation>Une série demande au moins {0}, et non {1}.</translation>
    </message>
    <message>
        <source>'{0}' has little in common with the other dates, a correlation of {1}; check that it shows the same place.</source>
        <translation>« {0} » a peu en commun avec les autres dates, une corrélation de {1} ; vérifiez qu'elle montre le même lieu.</translation>
    </message>
    <message>
        <source>'{0}' seems to lie more than {1} px beside the other dates; georeference it.</source>
        <translation>« {0} » semble se trouver à plus de {1} px des autres dates ; géoréférencez-la.</translation>
    </message>
    <message>
        <source>'{0}' states a scale and an offset of its values and '{1}' does not; check that both are in the same units.</source>
        <translation>« {0} » indique une échelle et un décalage de ses valeurs et « {1} » non ; vérifiez que les deux sont dans les mêmes unités.</translation>
    </message>
    <message>
        <source>The mask '{0}' does not cover {1} % of '{2}', which count as unknown.</source>
        <translation>Le masque « {0} » ne couvre pas {1} % de « {2} », qui comptent comme inconnus.</translation>
    </message>
    <message>
        <source>Values of '{0}' are about {1} higher than those of other dates, as in Sentinel-2 products since 2022; {2} is subtracted.</source>
        <translation>Les valeurs de « {0} » dépassent d'environ {1} celles des autres dates, comme dans les produits Sentinel-2 depuis 2022 ; {2} est soustrait.</translation>
    </message>
    <message>
        <source>No masks are given; places much brighter than on other dates count as clouds.</source>
        <translation>Aucun masque n'est donné ; les lieux bien plus clairs qu'aux autres dates comptent comme nuages.</translation>
    </message>
    <message>
        <source>Nothing states the date of {0}; the images count in the order given.</source>
        <translation>Rien n'indique la date de {0} ; les images comptent dans l'ordre donné.</translation>
    </message>
    <message>
        <source>'{0}' and '{1}' have the same date, {2}; check the dates.</source>
        <translation>« {0} » et « {1} » ont la même date, {2} ; vérifiez les dates.</translation>
    </message>
    <message>
        <source>'{0}' is given twice; a series needs images of different dates.</source>
        <translation>« {0} » est donnée deux fois ; une série demande des images de dates différentes.</translation>
    </message>
    <message>
        <source>All images of a series must have the same bands, but '{0}' has {1} and '{2}' {3}; choose band numbers.</source>
        <translation>Toutes les images d'une série doivent avoir les mêmes bandes, mais « {0} » a {1} et « {2} » {3} ; choisissez des numéros de bandes.</translation>
    </message>
    <message>
        <source>The bands of '{0}' are called {1}, those of '{2}' {3}; they are used in this order.</source>
        <translation>Les bandes de « {0} » s'appellent {1}, celles de « {2} » {3} ; elles sont utilisées dans cet ordre.</translation>
    </message>
    <message>
        <source>The target is an image, as it has no palette; the model predicts its values.</source>
        <translation>La cible est une image, car elle n'a pas de palette ; le modèle prédit ses valeurs.</translation>
    </message>
    <message>
        <source>Targets must be all polygons or all rasters, got some of both.</source>
        <translation>Les cibles doivent être toutes des polygones ou toutes des rasters, et non les deux.</translation>
    </message>
    <message>
        <source>The target is a map of {0} colours; the model predicts them as classes.</source>
        <translation>La cible est une carte de {0} couleurs ; le modèle les prédit comme classes.</translation>
    </message>
    <message>
        <source>Give one target image for each source, in the same order: got {0} for {1}.</source>
        <translation>Donnez une image cible par source, dans le même ordre : il y en a {0} pour {1}.</translation>
    </message>
    <message>
        <source>Validation share must be at least 0 and below 1, got {0}.</source>
        <translation>La part de validation doit être d'au moins 0 et inférieure à 1, et non {0}.</translation>
    </message>
    <message>
        <source>'{0}' is moved by {1} px to the right and {2} px down; {3} of the blocks show other things than '{4}' and are left out.</source>
        <translation>« {0} » est déplacée de {1} px vers la droite et de {2} px vers le bas ; {3} des blocs montrent autre chose que « {4} » et sont laissés de côté.</translation>
    </message>
    <message>
        <source>Polygons with colours are a map with a palette, not an image; choose another kind.</source>
        <translation>Des polygones avec couleurs sont une carte avec palette, et non une image ; choisissez un autre type.</translation>
    </message>
    <message>
        <source>The initial model makes {0} bands, the targets have {1}.</source>
        <translation>Le modèle initial produit {0} bandes, les cibles en ont {1}.</translation>
    </message>
    <message>
        <source>No pixel of the target '{0}' is valid where '{1}' is.</source>
        <translation>Aucun pixel de la cible « {0} » n'est valide là où « {1} » l'est.</translation>
    </message>
    <message>
        <source>Values of '{0}' are about {1} higher than those of '{2}', as in Sentinel-2 products since 2022 before their offset is subtracted; bring both to the same units.</source>
        <translation>Les valeurs de « {0} » dépassent d'environ {1} celles de « {2} », comme dans les produits Sentinel-2 depuis 2022 avant soustraction de leur décalage ; amenez les deux aux mêmes unités.</translation>
    </message>
    <message>
        <source>A time series model paints as of a date; give a style image, dates, or images to fill from.</source>
        <translation>Un modèle de séries temporelles peint à une date ; donnez une image de style, des dates, ou des images pour remplir.</translation>
    </message>
    <message>
        <source>Give a style image or dates, not both.</source>
        <translation>Donnez une image de style ou des dates, pas les deux.</translation>
    </message>
    <message>
        <source>The model '{0}' needs {1} bands ({2}), '{3}' has {4}; choose band numbers.</source>
        <translation>Le modèle « {0} » demande {1} bandes ({2}), « {3} » en a {4} ; choisissez des numéros de bandes.</translation>
    </message>
    <message>
        <source>Too little of '{0}' is known to find out how its date looks.</source>
        <translation>Trop peu de « {0} » est connu pour déterminer l'aspect de sa date.</translation>
    </message>
    <message>
        <source>The model '{0}' holds no dates; give a style image.</source>
        <translation>Le modèle « {0} » ne contient pas de dates ; donnez une image de style.</translation>
    </message>
    <message>
        <source>The style dates must hold a date like 2018-10-16, got '{0}'.</source>
        <translation>Les dates de style doivent contenir une date comme 2018-10-16, et non « {0} ».</translation>
    </message>
    <message>
        <source>The dates name {0} twice.</source>
        <translation>Les dates nomment {0} deux fois.</translation>
    </message>
    <message>
        <source>The result of another date would replace '{0}'; rename one of the two.</source>
        <translation>Le résultat d'une autre date remplacerait « {0} » ; renommez l'un des deux.</translation>
    </message>
    <message>
        <source>The tile size must be a multiple of {0} px for this model, got {1} px.</source>
        <translation>La taille de tuile doit être un multiple de {0} px pour ce modèle, et non {1} px.</translation>
    </message>
    <message>
        <source>Nothing was translated: no pixel is known inside of the area.</source>
        <translation>Rien n'a été traduit : aucun pixel n'est connu à l'intérieur de la zone.</translation>
    </message>
    <message>
        <source>The style image '{0}' must have the {1} bands of the image, got {2}.</source>
        <translation>L'image de style « {0} » doit avoir les {1} bandes de l'image, et non {2}.</translation>
    </message>
    <message>
        <source>The date of the training nearest to {0} is {1}, which is painted.</source>
        <translation>La date de l'entraînement la plus proche de {0} est {1}, qui est peinte.</translation>
    </message>
    <message>
        <source>No pixel of the training part is known in a source and its target; check nodata and the area.</source>
        <translation>Aucun pixel de la partie d'entraînement n'est connu dans une source et sa cible ; vérifiez le nodata et la zone.</translation>
    </message>
    <message>
        <source>There is no validation data: the last epoch is saved and its accuracy is unknown.</source>
        <translation>Il n'y a pas de données de validation : la dernière époque est enregistrée et son exactitude est inconnue.</translation>
    </message>
    <message>
        <source>The discriminator joins: from now on images shall look real.</source>
        <translation>Le discriminateur entre en jeu : à partir de maintenant, les images doivent avoir un aspect réel.</translation>
    </message>
    <message>
        <source>The model '{0}' paints a palette, which has no style; leave the style empty.</source>
        <translation>Le modèle « {0} » peint une palette, qui n'a pas de style ; laissez le style vide.</translation>
    </message>
    <message>
        <source>The model '{0}' is of an image translation, but {1} need a time series model.</source>
        <translation>Le modèle « {0} » est une traduction d'images, mais {1} demandent un modèle de séries temporelles.</translation>
    </message>
    <message>
        <source>The style image '{0}' must have the {1} bands that the model makes, got {2}.</source>
        <translation>L'image de style « {0} » doit avoir les {1} bandes que le modèle produit, et non {2}.</translation>
    </message>
    <message>
        <source>Sharpness must be one of {0}, got {1}.</source>
        <translation>La netteté doit être l'une de {0}, et non {1}.</translation>
    </message>
    <message>
        <source>Give at least one source with its target.</source>
        <translation>Donnez au moins une source avec sa cible.</translation>
    </message>
    <message>
        <source>The initial model's target has the kind '{0}', this one's is '{1}'.</source>
        <translation>La cible du modèle initial est du type « {0} », celle-ci est du type « {1} ».</translation>
    </message>
    <message>
        <source>The initial model has another sharpness than '{0}'.</source>
        <translation>Le modèle initial a une autre netteté que « {0} ».</translation>
    </message>
    <message>
        <source>A map with a palette is painted sharply; sharpness must be none, got adversarial.</source>
        <translation>Une carte avec palette est peinte nettement ; la netteté doit être none, et non adversarial.</translation>
    </message>
    <message>
        <source>Wrote {0}; {1} of its values are filled in.</source>
        <translation>{0} est écrit ; {1} de ses valeurs sont remplies.</translation>
    </message>
    <message>
        <source>Likelihood must be 0 to 1, got {0}.</source>
        <translation>La vraisemblance doit être de 0 à 1, et non {0}.</translation>
    </message>
    <message>
        <source>No pixel is missing: the output is a copy of the image.</source>
        <translation>Aucun pixel ne manque : la sortie est une copie de l'image.</translation>
    </message>
    <message>
        <source>The mask '{0}' has no CRS and is {1} x {2} px, the image {3} x {4} px.</source>
        <translation>Le masque « {0} » n'a pas de SCR et fait {1} x {2} px, l'image {3} x {4} px.</translation>
    </message>
    <message>
        <source>'{0}' has no valid pixel: all are nodata, transparent or NaN.</source>
        <translation>« {0} » n'a pas de pixel valide : tous sont nodata, transparents ou NaN.</translation>
    </message>
    <message>
        <source>'{0}' ended after {1}{2} bytes.</source>
        <translation>« {0} » s'est terminé après {1}{2} octets.</translation>
    </message>
    <message>
        <source>An address must begin with https://, got '{0}'.</source>
        <translation>Une adresse doit commencer par https://, et non « {0} ».</translation>
    </message>
    <message>
        <source>'{0}' cannot be read: the server answers {1} {2}.</source>
        <translation>« {0} » ne peut pas être lu : le serveur répond {1} {2}.</translation>
    </message>
    <message>
        <source>'{0}' cannot be reached: {1}.</source>
        <translation>« {0} » ne peut pas être joint : {1}.</translation>
    </message>
    <message>
        <source>'{0}' holds more than {1} MB, which it must not.</source>
        <translation>« {0} » contient plus de {1} Mo, ce qui n'est pas permis.</translation>
    </message>
    <message>
        <source>Band {0} of '{1}' holds a quantity with a unit ('{2}'), neither classes nor probabilities.</source>
        <translation>La bande {0} de « {1} » contient une grandeur avec une unité (« {2} »), ni des classes ni des probabilités.</translation>
    </message>
    <message>
        <source>A class map must hold whole numbers, but '{0}' holds {1}; classify it first.</source>
        <translation>Une carte de classes doit contenir des nombres entiers, mais « {0} » contient {1} ; classez-la d'abord.</translation>
    </message>
    <message>
        <source>'{0}' has {1} bands; only the first band is read, as classes.</source>
        <translation>« {0} » a {1} bandes ; seule la première est lue, comme classes.</translation>
    </message>
    <message>
        <source>'{0}' is damaged: it needs {1} bytes, '{2}' has {3}.</source>
        <translation>« {0} » est endommagé : il faut {1} octets, « {2} » en a {3}.</translation>
    </message>
    <message>
        <source>'{0}' is damaged: '{1}' is shorter than it states.</source>
        <translation>« {0} » est endommagé : « {1} » est plus court qu'il ne l'indique.</translation>
    </message>
    <message>
        <source>'{0}' shows {1} x {2} px of '{3}', which has {4} x {5} px; create the VRT again.</source>
        <translation>« {0} » montre {1} x {2} px de « {3} », qui a {4} x {5} px ; créez le VRT de nouveau.</translation>
    </message>
    <message>
        <source>The input's field {0} is called {1} in the output.</source>
        <translation>Le champ {0} de l'entrée s'appelle {1} dans la sortie.</translation>
    </message>
    <message>
        <source>The input's fields {0} are called {1} in the output.</source>
        <translation>Les champs {0} de l'entrée s'appellent {1} dans la sortie.</translation>
    </message>
    <message>
        <source>'{0}' cannot be written ({1}).</source>
        <translation>« {0} » ne peut pas être écrit ({1}).</translation>
    </message>
    <message>
        <source>The output '{0}' must end in {1}.</source>
        <translation>La sortie « {0} » doit se terminer par {1}.</translation>
    </message>
    <message>
        <source>The output '{0}' is a folder.</source>
        <translation>La sortie « {0} » est un dossier.</translation>
    </message>
    <message>
        <source>The output '{0}' is a device, not a file.</source>
        <translation>La sortie « {0} » est un périphérique, et non un fichier.</translation>
    </message>
    <message>
        <source>The output '{0}' must be a new or an empty folder.</source>
        <translation>La sortie « {0} » doit être un dossier nouveau ou vide.</translation>
    </message>
    <message>
        <source>The folder '{0}' of the output does not exist.</source>
        <translation>Le dossier « {0} » de la sortie n'existe pas.</translation>
    </message>
    <message>
        <source>The folder '{0}' is not writable.</source>
        <translation>Le dossier « {0} » n'est pas accessible en écriture.</translation>
    </message>
    <message>
        <source>The disk of '{0}' is full; '{1}' was not written.</source>
        <translation>Le disque de « {0} » est plein ; « {1} » n'a pas été écrit.</translation>
    </message>
    <message>
        <source>Two outputs have the same file name '{0}'; choose different names.</source>
        <translation>Deux sorties ont le même nom de fichier « {0} » ; choisissez des noms différents.</translation>
    </message>
    <message>
        <source>The output '{0}' is one of the inputs; choose another name.</source>
        <translation>La sortie « {0} » est l'une des entrées ; choisissez un autre nom.</translation>
    </message>
    <message>
        <source>The vector file '{0}' does not exist.</source>
        <translation>Le fichier vecteur « {0} » n'existe pas.</translation>
    </message>
    <message>
        <source>Layer '{0}' not found; '{1}' has: {2}.</source>
        <translation>La couche « {0} » n'existe pas ; « {1} » a : {2}.</translation>
    </message>
    <message>
        <source>'{0}' is not a vector file, or is damaged ({1}).</source>
        <translation>« {0} » n'est pas un fichier vecteur, ou est endommagé ({1}).</translation>
    </message>
    <message>
        <source>'{0}' cannot be read; the file is damaged ({1}).</source>
        <translation>« {0} » ne peut pas être lu ; le fichier est endommagé ({1}).</translation>
    </message>
    <message>
        <source>Field '{0}' not found; the layer has: {1}.</source>
        <translation>Le champ « {0} » n'existe pas ; la couche a : {1}.</translation>
    </message>
    <message>
        <source>'{0}' is not a model of EO Deep, or is truncated.</source>
        <translation>« {0} » n'est pas un modèle d'EO Deep, ou est tronqué.</translation>
    </message>
    <message>
        <source>'{0}' is a safetensors file, but not a model of EO Deep: it has no model card.</source>
        <translation>« {0} » est un fichier safetensors, mais pas un modèle d'EO Deep : il n'a pas de fiche de modèle.</translation>
    </message>
    <message>
        <source>The model file '{0}' does not exist.</source>
        <translation>Le fichier de modèle « {0} » n'existe pas.</translation>
    </message>
    <message>
        <source>'{0}' was written by a newer EO Deep (format {1}); update the plugin.</source>
        <translation>« {0} » a été écrit par une version plus récente d'EO Deep (format {1}) ; mettez l'extension à jour.</translation>
    </message>
    <message>
        <source>The model file '{0}' cannot be read: {1}.</source>
        <translation>Le fichier de modèle « {0} » ne peut pas être lu : {1}.</translation>
    </message>
    <message>
        <source>Band {0} is not in '{1}', which has {2}.</source>
        <translation>La bande {0} n'est pas dans « {1} », qui en a {2}.</translation>
    </message>
    <message>
        <source>'{0}' holds complex numbers; give amplitude or intensity instead.</source>
        <translation>« {0} » contient des nombres complexes ; donnez plutôt l'amplitude ou l'intensité.</translation>
    </message>
    <message>
        <source>'{0}' cannot be read at {1}; the file is damaged ({2}).</source>
        <translation>« {0} » ne peut pas être lu à {1} ; le fichier est endommagé ({2}).</translation>
    </message>
    <message>
        <source>'{0}' has no bands itself; choose one of its subdatasets.</source>
        <translation>« {0} » n'a pas de bandes lui-même ; choisissez l'un de ses sous-jeux de données.</translation>
    </message>
    <message>
        <source>'{0}' has a longitude and latitude for each pixel, which is not supported; warp it to a CRS first (Raster &gt; Projections &gt; Warp).</source>
        <translation>« {0} » a une longitude et une latitude par pixel, ce qui n'est pas pris en charge ; projetez-le d'abord dans un SCR (Raster &gt; Projections &gt; Projection).</translation>
    </message>
    <message>
        <source>'{0}' is not a raster that can be read, or is damaged ({1}).</source>
        <translation>« {0} » n'est pas un raster lisible, ou est endommagé ({1}).</translation>
    </message>
    <message>
        <source>'{0}' has pixels without area; its georeference is damaged.</source>
        <translation>« {0} » a des pixels sans surface ; son géoréférencement est endommagé.</translation>
    </message>
    <message>
        <source>'{0}' cannot be warped to {1} ({2}).</source>
        <translation>« {0} » ne peut pas être projeté en {1} ({2}).</translation>
    </message>
    <message>
        <source>The raster '{0}' does not exist.</source>
        <translation>Le raster « {0} » n'existe pas.</translation>
    </message>
    <message>
        <source>'{0}' cannot be georeferenced by its {1} ({2}).</source>
        <translation>« {0} » ne peut pas être géoréférencé par ses {1} ({2}).</translation>
    </message>
    <message>
        <source>'{0}' is kept, because EO Deep did not make it; the style of '{1}' is not written.</source>
        <translation>« {0} » est conservé, car EO Deep ne l'a pas créé ; le style de « {1} » n'est pas écrit.</translation>
    </message>
    <message>
        <source>'{0}': no CRS, taken to be in {1}.</source>
        <translation>« {0} » : pas de SCR, {1} est supposé.</translation>
    </message>
    <message>
        <source>The minimum confidence of a new building must be 0 to 1, got {0}.</source>
        <translation>La confiance minimale d'un nouveau bâtiment doit être de 0 à 1, et non {0}.</translation>
    </message>
    <message>
        <source>{0} buildings are new, {1} are removed, {2} were moved, {3} follow their neighbours, {4} stay; wrote '{5}'.</source>
        <translation>{0} bâtiments sont nouveaux, {1} ont disparu, {2} ont été déplacés, {3} suivent leurs voisins, {4} restent ; « {5} » est écrit.</translation>
    </message>
    <message>
        <source>The minimum percentile must be 0 to 1, got {0}.</source>
        <translation>Le percentile minimal doit être de 0 à 1, et non {0}.</translation>
    </message>
    <message>
        <source>'{0}' holds no polygons; only maps of buildings can be updated.</source>
        <translation>« {0} » ne contient pas de polygones ; seules des cartes de bâtiments peuvent être mises à jour.</translation>
    </message>
    <message>
        <source>{0} objects would be removed and {1} buildings would be new, but lie where the image is unlike the building model's training images.</source>
        <translation>{0} objets auraient disparu et {1} bâtiments seraient nouveaux, mais ils se trouvent là où l'image ne ressemble pas aux images d'entraînement du modèle de bâtiments.</translation>
    </message>
    <message>
        <source>The catalogue '{0}' is wrong: it has no STAC item of a model.</source>
        <translation>Le catalogue « {0} » est erroné : il n'a pas d'élément STAC d'un modèle.</translation>
    </message>
    <message>
        <source>The catalogue '{0}' does not exist.</source>
        <translation>Le catalogue « {0} » n'existe pas.</translation>
    </message>
    <message>
        <source>The catalogue '{0}' is wrong: it is not JSON.</source>
        <translation>Le catalogue « {0} » est erroné : ce n'est pas du JSON.</translation>
    </message>
    <message>
        <source>The catalogue '{0}' is wrong: an item lacks what STAC's Machine Learning Model extension wants.</source>
        <translation>Le catalogue « {0} » est erroné : il manque à un élément ce que demande l'extension Machine Learning Model de STAC.</translation>
    </message>
    <message>
        <source>The catalogue '{0}' cannot be read: {1}.</source>
        <translation>Le catalogue « {0} » ne peut pas être lu : {1}.</translation>
    </message>
    <message>
        <source>Of '{0}' only the classes are written, not borders, directions and corners.</source>
        <translation>De « {0} », seules les classes sont écrites, pas les limites, directions et angles.</translation>
    </message>
    <message>
        <source>The model stretches each image between its percentiles {0} and {1}; other software must give it images with that stretch as values 0 to 255.</source>
        <translation>Le modèle étire chaque image entre ses percentiles {0} et {1} ; les autres logiciels doivent lui donner les images ainsi étirées, en valeurs de 0 à 255.</translation>
    </message>
    <message>
        <source>'{0}' is a model for {1}; models for {2} and {3} can be exported.</source>
        <translation>« {0} » est un modèle du type {1} ; des modèles des types {2} et {3} peuvent être exportés.</translation>
    </message>
    <message>
        <source>'{0}' was imported from ONNX; use the file that it was imported from.</source>
        <translation>« {0} » a été importé d'ONNX ; utilisez le fichier dont il a été importé.</translation>
    </message>
    <message>
        <source>'{0}' takes more than the bands of an image (noise, or numbers of the image), which other software cannot give it.</source>
        <translation>« {0} » utilise plus que les bandes d'une image (du bruit, ou des nombres de l'image), ce que d'autres logiciels ne peuvent pas lui donner.</translation>
    </message>
    <message>
        <source>The tile must be a multiple of {0} px, the network's stride, above {1} px, twice its margin, got {2} px.</source>
        <translation>La tuile doit être un multiple de {0} px, le pas du réseau, et supérieure à {1} px, deux fois sa marge, et non {2} px.</translation>
    </message>
    <message>
        <source>The folder of models is missing; give it, or set the variable {0}.</source>
        <translation>Le dossier de modèles manque ; donnez-le, ou définissez la variable {0}.</translation>
    </message>
    <message>
        <source>The catalogue '{0}' is wrong: the file of '{1}' must end in {2}, got '{3}'.</source>
        <translation>Le catalogue « {0} » est erroné : le fichier de « {1} » doit se terminer par {2}, et non « {3} ».</translation>
    </message>
    <message>
        <source>Nothing was fetched: accept the licence to fetch the file.</source>
        <translation>Rien n'a été téléchargé : acceptez la licence pour télécharger le fichier.</translation>
    </message>
    <message>
        <source>The folder of models '{0}' does not exist.</source>
        <translation>Le dossier de modèles « {0} » n'existe pas.</translation>
    </message>
    <message>
        <source>It is an ONNX file: make a model of it with 'Import a model'.</source>
        <translation>C'est un fichier ONNX : faites-en un modèle avec « Importer un modèle (ONNX) ».</translation>
    </message>
    <message>
        <source>'{0}' is another file; move it, or choose another folder.</source>
        <translation>« {0} » est un autre fichier ; déplacez-le, ou choisissez un autre dossier.</translation>
    </message>
    <message>
        <source>The catalogue states no SHA-256 of '{0}', so its content cannot be checked.</source>
        <translation>Le catalogue n'indique pas de SHA-256 de « {0} », son contenu ne peut donc pas être vérifié.</translation>
    </message>
    <message>
        <source>The file '{0}' of the catalogue does not exist.</source>
        <translation>Le fichier « {0} » du catalogue n'existe pas.</translation>
    </message>
    <message>
        <source>'{0}' holds {1} bytes, the catalogue states {2}.</source>
        <translation>« {0} » contient {1} octets, le catalogue en indique {2}.</translation>
    </message>
    <message>
        <source>'{0}' is there already.</source>
        <translation>« {0} » est déjà là.</translation>
    </message>
    <message>
        <source>'{0}' is damaged or another file: its SHA-256 is {1}, the catalogue states {2}.</source>
        <translation>« {0} » est endommagé ou un autre fichier : son SHA-256 est {1}, le catalogue indique {2}.</translation>
    </message>
    <message>
        <source>The model card in '{0}' is of no network that can be imported.</source>
        <translation>La fiche de modèle dans « {0} » n'est pas celle d'un réseau qui puisse être importé.</translation>
    </message>
    <message>
        <source>The metadata 'standardization_std' of '{0}' must be above 0, got {1}.</source>
        <translation>Les métadonnées « standardization_std » de « {0} » doivent être supérieures à 0, et non {1}.</translation>
    </message>
    <message>
        <source>{0} must be {1} numbers, one per band, got {2}.</source>
        <translation>{0} : il faut {1} nombres, un par bande, et non {2}.</translation>
    </message>
    <message>
        <source>The metadata '{0}' of '{1}' must be {2} numbers, one per band, got {3}.</source>
        <translation>Les métadonnées « {0} » de « {1} » doivent être {2} nombres, un par bande, et non {3}.</translation>
    </message>
    <message>
        <source>The metadata of '{0}' name {1} classes, the network gives {2}; they are numbered.</source>
        <translation>Les métadonnées de « {0} » nomment {1} classes, le réseau en donne {2} ; elles sont numérotées.</translation>
    </message>
    <message>
        <source>A network for super-resolution has no classes; leave their names out.</source>
        <translation>Un réseau de super-résolution n'a pas de classes ; ne donnez pas de noms.</translation>
    </message>
    <message>
        <source>The network takes {0} bands, got {1} names.</source>
        <translation>Le réseau demande {0} bandes, et il y a {1} noms.</translation>
    </message>
    <message>
        <source>Mean and standard deviation must be given together.</source>
        <translation>La moyenne et l'écart-type doivent être donnés ensemble.</translation>
    </message>
    <message>
        <source>Standard deviation must be above 0, got {0}.</source>
        <translation>L'écart-type doit être supérieur à 0, et non {0}.</translation>
    </message>
    <message>
        <source>The network gives {0} boxes of {1} classes for a tile of {2} px; tiles share {3} px.</source>
        <translation>Le réseau donne {0} boîtes de {1} classes pour une tuile de {2} px ; les tuiles partagent {3} px.</translation>
    </message>
    <message>
        <source>The metadata of '{0}' call its boxes '{1}', which cannot be read; upright boxes of YOLO 5 to 9 and 11 can.</source>
        <translation>Les métadonnées de « {0} » nomment ses boîtes « {1} », qui ne peuvent pas être lues ; les boîtes droites de YOLO 5 à 9 et 11 le peuvent.</translation>
    </message>
    <message>
        <source>The network takes tiles of {0} px only, got {1} px.</source>
        <translation>Le réseau n'accepte que des tuiles de {0} px, et non {1} px.</translation>
    </message>
    <message>
        <source>Half of a tile of {0} px must be more than its overlap, got {1} px.</source>
        <translation>La moitié d'une tuile de {0} px doit dépasser son recouvrement, qui est de {1} px.</translation>
    </message>
    <message>
        <source>The network's stride is {0} px, its margin {1} and {2} px: tiles leave no trace.</source>
        <translation>Le pas du réseau est de {0} px, sa marge de {1} et {2} px : les tuiles ne laissent pas de trace.</translation>
    </message>
    <message>
        <source>'{0}' does not state a pixel size, so images are not resampled for it; give the one that it was trained at.</source>
        <translation>« {0} » n'indique pas de taille de pixel, les images ne sont donc pas rééchantillonnées pour lui ; donnez celle à laquelle il a été entraîné.</translation>
    </message>
    <message>
        <source>The metadata of '{0}' call it a {1}; models for segmentation, regression, super-resolution and detection can be imported.</source>
        <translation>Les métadonnées de « {0} » le disent {1} ; des modèles de segmentation, régression, super-résolution et détection peuvent être importés.</translation>
    </message>
    <message>
        <source>The given tile and overlap are not needed.</source>
        <translation>La tuile et le recouvrement donnés ne sont pas nécessaires.</translation>
    </message>
    <message>
        <source>It needs further images: {0}.</source>
        <translation>Il demande d'autres images : {0}.</translation>
    </message>
    <message>
        <source>The bundled model '{0}' is missing; reinstall EO Deep or choose a model.</source>
        <translation>Le modèle fourni « {0} » manque ; réinstallez EO Deep ou choisissez un modèle.</translation>
    </message>
    <message>
        <source>'{0}' has no class 'building'; its classes are: {1}.</source>
        <translation>« {0} » n'a pas de classe « building » ; ses classes sont : {1}.</translation>
    </message>
    <message>
        <source>'{0}' is a model for {1}, this needs one for segmentation.</source>
        <translation>« {0} » est un modèle du type {1}, il en faut un de segmentation.</translation>
    </message>
    <message>
        <source>The confidence in '{0}' does not fit its network; the file is damaged.</source>
        <translation>La confiance dans « {0} » ne correspond pas à son réseau ; le fichier est endommagé.</translation>
    </message>
    <message>
        <source>The model '{0}' has no confidence: it was imported or trained with an older version of EO Deep; train one here, or leave the confidence map out.</source>
        <translation>Le modèle « {0} » n'a pas de confiance : il a été importé, ou entraîné avec une version plus ancienne d'EO Deep ; entraînez-en un ici, ou ne demandez pas la carte de confiance.</translation>
    </message>
    <message>
        <source>The image's pixels of {0} m are resampled to the model's {1} m.</source>
        <translation>Les pixels de l'image de {0} m sont rééchantillonnés aux {1} m du modèle.</translation>
    </message>
    <message>
        <source>Pixel size must be above 0 m, got {0} m.</source>
        <translation>La taille de pixel doit être supérieure à 0 m, et non {0} m.</translation>
    </message>
    <message>
        <source>The image has no CRS, so its pixels are taken to be {0} m, as the model's are; give the pixel size if they are not.</source>
        <translation>L'image n'a pas de SCR, ses pixels sont donc supposés être de {0} m, comme ceux du modèle ; donnez la taille de pixel si ce n'est pas le cas.</translation>
    </message>
    <message>
        <source>The image's pixels are {0} m, the model was trained at {1} m; it needs {2} m or finer.</source>
        <translation>Les pixels de l'image font {0} m, le modèle a été entraîné à {1} m ; il demande {2} m ou plus fin.</translation>
    </message>
    <message>
        <source>The image's pixels are {0} m, the model was trained at {1} m; expect errors.</source>
        <translation>Les pixels de l'image font {0} m, le modèle a été entraîné à {1} m ; attendez-vous à des erreurs.</translation>
    </message>
    <message>
        <source>{0} needs {1} bands ({2}), '{3}' has {4} ({5}); choose the bands in that order.</source>
        <translation>{0} demande {1} bandes ({2}), « {3} » en a {4} ({5}) ; choisissez les bandes dans cet ordre.</translation>
    </message>
    <message>
        <source>{0} needs {1} bands ({2}), '{3}' has {4}; choose the bands {5}, which they are by the product in the file's name.</source>
        <translation>{0} demande {1} bandes ({2}), « {3} » en a {4} ; choisissez les bandes {5}, qui le sont d'après le produit dans le nom du fichier.</translation>
    </message>
    <message>
        <source>All images must be alike: '{0}' holds {1} values, '{2}' {3}.</source>
        <translation>Toutes les images doivent être semblables : « {0} » contient des valeurs {1}, « {2} » des valeurs {3}.</translation>
    </message>
    <message>
        <source>The values of {0} have scale {1} and offset {2}, those of {3} {4} and {5}; convert both to the same units first.</source>
        <translation>Les valeurs de {0} ont l'échelle {1} et le décalage {2}, celles de {3} {4} et {5} ; convertissez d'abord les deux aux mêmes unités.</translation>
    </message>
    <message>
        <source>The given pixel size is not used: the image's CRS defines it.</source>
        <translation>La taille de pixel donnée n'est pas utilisée : le SCR de l'image la définit.</translation>
    </message>
    <message>
        <source>The image has no CRS; areas and lengths are in units of its coordinates.</source>
        <translation>L'image n'a pas de SCR ; surfaces et longueurs sont dans les unités de ses coordonnées.</translation>
    </message>
    <message>
        <source>The bands of '{0}' ({1}) are taken by name: {2}.</source>
        <translation>Les bandes de « {0} » ({1}) sont prises par leur nom : {2}.</translation>
    </message>
    <message>
        <source>'{0}' was imported from other software and cannot be trained; leave the initial model out.</source>
        <translation>« {0} » a été importé d'un autre logiciel et ne peut pas être entraîné ; ne donnez pas de modèle initial.</translation>
    </message>
    <message>
        <source>'{0}' is a PolyCNN, which only outlines objects that points or boxes mark; this needs a model that finds them.</source>
        <translation>« {0} » est un PolyCNN, qui n'entoure que les objets que marquent des points ou des boîtes ; il faut ici un modèle qui les trouve.</translation>
    </message>
    <message>
        <source>'{0}' is a model of {1} images: {2}; this needs one of a single image.</source>
        <translation>« {0} » est un modèle de {1} images : {2} ; il en faut ici un d'une seule image.</translation>
    </message>
    <message>
        <source>The weights in '{0}' do not fit its network '{1}'.</source>
        <translation>Les poids dans « {0} » ne correspondent pas à son réseau « {1} ».</translation>
    </message>
    <message>
        <source>The model card in '{0}' contradicts its network: it states {1}, but the network has {2}.</source>
        <translation>La fiche de modèle dans « {0} » contredit son réseau : elle indique {1}, mais le réseau a {2}.</translation>
    </message>
    <message>
        <source>The model in '{0}' is damaged: {1} holds values that are not finite.</source>
        <translation>Le modèle dans « {0} » est endommagé : {1} contient des valeurs qui ne sont pas finies.</translation>
    </message>
    <message>
        <source>'{0}' is damaged: its checksum does not match its numbers; copy the file again.</source>
        <translation>« {0} » est endommagé : sa somme de contrôle ne correspond pas à ses nombres ; copiez le fichier de nouveau.</translation>
    </message>
    <message>
        <source>Weight '{0}' is not finite in half precision; the training diverged.</source>
        <translation>Le poids « {0} » n'est pas fini en demi-précision ; l'entraînement a divergé.</translation>
    </message>
    <message>
        <source>The model cannot be written: its card is wrong: {0}.</source>
        <translation>Le modèle ne peut pas être écrit : sa fiche est erronée : {0}.</translation>
    </message>
    <message>
        <source>'{0}' is not a model of EO Deep, or is damaged.</source>
        <translation>« {0} » n'est pas un modèle d'EO Deep, ou est endommagé.</translation>
    </message>
    <message>
        <source>'{0}' holds numbers of type {1}; models of EO Deep hold only {2}.</source>
        <translation>« {0} » contient des nombres du type {1} ; les modèles d'EO Deep ne contiennent que {2}.</translation>
    </message>
    <message>
        <source>Network must be one of {0}, got '{1}'.</source>
        <translation>Le réseau doit être l'un de {0}, et non « {1} ».</translation>
    </message>
    <message>
        <source>The ONNX program of the model cannot be run: {0}.</source>
        <translation>Le programme ONNX du modèle ne peut pas être exécuté : {0}.</translation>
    </message>
    <message>
        <source>The ONNX program of the model failed: {0}.</source>
        <translation>Le programme ONNX du modèle a échoué : {0}.</translation>
    </message>
    <message>
        <source>What the imported network sees around a pixel is not known: it runs on tiles of {0} px with {1} px of overlap, and seams may show.</source>
        <translation>Ce que le réseau importé voit autour d'un pixel n'est pas connu : il est exécuté sur des tuiles de {0} px avec {1} px de recouvrement, et des coutures peuvent apparaître.</translation>
    </message>
    <message>
        <source>The installed onnxruntime does not use this GPU, so the imported network runs on the CPU.</source>
        <translation>L'onnxruntime installé n'utilise pas ce GPU, le réseau importé est donc exécuté sur le CPU.</translation>
    </message>
    <message>
        <source>Models in ONNX format need the package '{0}' in the engine's environment; add it with 'Set up the engine' in QGIS, or with 'python -m pip install onnx onnxruntime'.</source>
        <translation>Les modèles au format ONNX demandent le paquet « {0} » dans l'environnement du moteur ; ajoutez-le avec « Installer le moteur » dans QGIS, ou avec « python -m pip install onnx onnxruntime ».</translation>
    </message>
    <message>
        <source>'{0}' is not an ONNX model, or is damaged: {1}.</source>
        <translation>« {0} » n'est pas un modèle ONNX, ou est endommagé : {1}.</translation>
    </message>
    <message>
        <source>'{0}' uses operators of {1}, which are no part of ONNX.</source>
        <translation>« {0} » utilise des opérateurs de {1}, qui ne font pas partie d'ONNX.</translation>
    </message>
    <message>
        <source>'{0}' keeps its weights in another file; save it as one file (onnx.save_model).</source>
        <translation>« {0} » garde ses poids dans un autre fichier ; enregistrez-le en un seul fichier (onnx.save_model).</translation>
    </message>
    <message>
        <source>The input of '{0}' must be (batch, bands, side, side) with a known number of bands, got {1}.</source>
        <translation>L'entrée de « {0} » doit être (lot, bandes, côté, côté) avec un nombre de bandes connu, et non {1}.</translation>
    </message>
    <message>
        <source>The output of '{0}' must be (batch, classes, side, side) of the input's size or a multiple, got {1} for {2}.</source>
        <translation>La sortie de « {0} » doit être (lot, classes, côté, côté) de la taille de l'entrée ou d'un multiple, et non {1} pour {2}.</translation>
    </message>
    <message>
        <source>The output of '{0}' must be (batch, boxes, 5 + classes) or (batch, 4 + classes, boxes), got {1}.</source>
        <translation>La sortie de « {0} » doit être (lot, boîtes, 5 + classes) ou (lot, 4 + classes, boîtes), et non {1}.</translation>
    </message>
    <message>
        <source>'{0}' gives {1} boxes that it has chosen itself, which cannot be put together over tiles; export it without that step (end2end, nms).</source>
        <translation>« {0} » donne {1} boîtes qu'il a choisies lui-même, ce qui ne peut pas être assemblé entre tuiles ; exportez-le sans cette étape (end2end, nms).</translation>
    </message>
    <message>
        <source>'{0}' must have one input and one output, got {1} and {2}.</source>
        <translation>« {0} » doit avoir une entrée et une sortie, et non {1} et {2}.</translation>
    </message>
    <message>
        <source>The input of '{0}' must hold float32 values.</source>
        <translation>L'entrée de « {0} » doit contenir des valeurs float32.</translation>
    </message>
    <message>
        <source>The pixels of {0} of {1} m are resampled to cells of {2} m.</source>
        <translation>Les pixels de {0} de {1} m sont rééchantillonnés en cellules de {2} m.</translation>
    </message>
    <message>
        <source>{0} does not lie where {1} does; check the CRS of both: they span {2}, and {3}.</source>
        <translation>{0} ne se trouve pas là où est {1} ; vérifiez le SCR des deux : leurs emprises sont {2}, et {3}.</translation>
    </message>
    <message>
        <source>'{0}' and '{1}' have no georeference and pixels of different size; georeference them first.</source>
        <translation>« {0} » et « {1} » n'ont pas de géoréférencement et des pixels de taille différente ; géoréférencez-les d'abord.</translation>
    </message>
    <message>
        <source>{0} is resampled to its cells.</source>
        <translation>{0} est rééchantillonné à ses cellules.</translation>
    </message>
    <message>
        <source>The pixels of {0} are {1} m, the model's cells of '{2}' are {3} m; it needs {4} m or finer.</source>
        <translation>Les pixels de {0} font {1} m, les cellules « {2} » du modèle {3} m ; il demande {4} m ou plus fin.</translation>
    </message>
    <message>
        <source>The model was trained with images of {0} and {1}, in this order, but '{2}' is of {3} and '{4}' of {5}; exchange them if their order is wrong.</source>
        <translation>Le modèle a été entraîné avec des images du {0} et du {1}, dans cet ordre, mais « {2} » est du {3} et « {4} » du {5} ; échangez-les si leur ordre est faux.</translation>
    </message>
    <message>
        <source>{0} has no CRS, so it cannot be laid over {1}; assign its CRS.</source>
        <translation>{0} n'a pas de SCR et ne peut donc pas être superposé à {1} ; attribuez-lui son SCR.</translation>
    </message>
    <message>
        <source>'{0}' is a plain classifier and has no density to sample from; choose a model that was trained as JEM.</source>
        <translation>« {0} » est un simple classifieur et n'a pas de densité d'où tirer des échantillons ; choisissez un modèle entraîné comme JEM.</translation>
    </message>
    <message>
        <source>Values must be one of {0}, got '{1}'.</source>
        <translation>Les valeurs doivent être l'une de {0}, et non « {1} ».</translation>
    </message>
    <message>
        <source>The model does not store which reflectance its training images had; convert '{0}' to {1} as in the training images.</source>
        <translation>Le modèle n'enregistre pas quelle réflectance avaient ses images d'entraînement ; convertissez « {0} » en {1} comme pour celles-ci.</translation>
    </message>
    <message>
        <source>'{0}' holds 8-bit values, the model was trained on {1}; use the unstretched image.</source>
        <translation>« {0} » contient des valeurs de 8 bits, le modèle a été entraîné sur {1} ; utilisez l'image non étirée.</translation>
    </message>
    <message>
        <source>'{0}': {1} values are taken to be in the units of the model's {2}.</source>
        <translation>« {0} » : les valeurs {1} sont supposées être dans les unités des {2} du modèle.</translation>
    </message>
    <message>
        <source>No pixel of '{0}' is valid: all are nodata, transparent or NaN.</source>
        <translation>Aucun pixel de « {0} » n'est valide : tous sont nodata, transparents ou NaN.</translation>
    </message>
    <message>
        <source>'{0}': {1} values up to {2} are taken as 8-bit values, as in training.</source>
        <translation>« {0} » : les valeurs {1} jusqu'à {2} sont prises comme valeurs de 8 bits, comme à l'entraînement.</translation>
    </message>
    <message>
        <source>The values of '{0}' (median {1}, 99th percentile {2}) are neither reflectance x 10,000 nor 0 to 1 nor 8 bit; choose what they are under Values, or convert the image.</source>
        <translation>Les valeurs de « {0} » (médiane {1}, 99e percentile {2}) ne sont ni de la réflectance x 10,000, ni de 0 à 1, ni de 8 bits ; choisissez ce qu'elles sont sous « Valeurs des pixels », ou convertissez l'image.</translation>
    </message>
    <message>
        <source>All values of '{0}' are above 1000, as in Sentinel-2 products since 2022 before their offset of 1000 is subtracted; if so, choose 'reflectance x 10,000 + 1000' under Values.</source>
        <translation>Toutes les valeurs de « {0} » sont supérieures à 1000, comme dans les produits Sentinel-2 depuis 2022 avant soustraction de leur décalage de 1000 ; si c'est le cas, choisissez « reflectance x 10,000 + 1000 » sous « Valeurs des pixels ».</translation>
    </message>
    <message>
        <source>'{0}' is taken as surface reflectance (Level-2A); the model was trained on top-of-atmosphere reflectance, so a standard atmosphere is added.</source>
        <translation>« {0} » est pris comme réflectance de surface (Level-2A) ; le modèle a été entraîné sur de la réflectance au sommet de l'atmosphère, une atmosphère standard est donc ajoutée.</translation>
    </message>
    <message>
        <source>The model cannot convert surface reflectance; choose reflectance under Values.</source>
        <translation>Le modèle ne peut pas convertir la réflectance de surface ; choisissez une réflectance sous « Valeurs des pixels ».</translation>
    </message>
    <message>
        <source>'{0}': 8-bit values are taken to be stretched as the training images were, from reflectance {1} to {2}.</source>
        <translation>« {0} » : les valeurs de 8 bits sont supposées étirées comme les images d'entraînement, d'une réflectance de {1} à {2}.</translation>
    </message>
    <message>
        <source>Numbers of the images must be given as 'name (unit) = number', got '{0}'.</source>
        <translation>Les nombres des images doivent être donnés sous la forme « nom (unité) = nombre », et non « {0} ».</translation>
    </message>
    <message>
        <source>The number '{0}' of the images is given twice.</source>
        <translation>Le nombre « {0} » des images est donné deux fois.</translation>
    </message>
    <message>
        <source>'{0}' must have a number for each of {1} images, got {2}.</source>
        <translation>« {0} » doit avoir un nombre pour chacune des {1} images, et non {2}.</translation>
    </message>
    <message>
        <source>The day of the year must be from 1 to 366, got {0}.</source>
        <translation>Le jour de l'année doit être de 1 à 366, et non {0}.</translation>
    </message>
    <message>
        <source>No pixel of the training images is valid: all are nodata, transparent or NaN.</source>
        <translation>Aucun pixel des images d'entraînement n'est valide : tous sont nodata, transparents ou NaN.</translation>
    </message>
    <message>
        <source>Wrote {0} objects to '{1}'.</source>
        <translation>{0} objets écrits dans « {1} ».</translation>
    </message>
    <message>
        <source>The overlap must be 0 to {0} px, three quarters of the model's tile, got {1} px.</source>
        <translation>Le recouvrement doit être de 0 à {0} px, trois quarts de la tuile du modèle, et non {1} px.</translation>
    </message>
    <message>
        <source>There are no images to compare: choose at least one folder or raster.</source>
        <translation>Il n'y a pas d'images à comparer : choisissez au moins un dossier ou raster.</translation>
    </message>
    <message>
        <source>{0} images from '{1}' are compared.</source>
        <translation>{0} images de « {1} » sont comparées.</translation>
    </message>
    <message>
        <source>'{0}' is a model for {1}, this needs one for pixels.</source>
        <translation>« {0} » est un modèle du type {1}, il en faut un de pixels.</translation>
    </message>
    <message>
        <source>'{0}' holds no classifier.</source>
        <translation>« {0} » ne contient pas de classifieur.</translation>
    </message>
    <message>
        <source>'{0}' was trained with scikit-learn {1}, this is {2}; its answers may differ a little.</source>
        <translation>« {0} » a été entraîné avec scikit-learn {1}, ceci est {2} ; ses réponses peuvent différer un peu.</translation>
    </message>
    <message>
        <source>The model needs the feature '{0}', which its bands do not give.</source>
        <translation>Le modèle demande la caractéristique « {0} », que ses bandes ne donnent pas.</translation>
    </message>
    <message>
        <source>The classifier in '{0}' cannot be used: {1}.</source>
        <translation>Le classifieur dans « {0} » ne peut pas être utilisé : {1}.</translation>
    </message>
    <message>
        <source>At most {0} samples of each class are used: {1} classes with {2} features must not be more than {3} numbers.</source>
        <translation>Au plus {0} échantillons de chaque classe sont utilisés : {1} classes avec {2} caractéristiques ne doivent pas dépasser {3} nombres.</translation>
    </message>
    <message>
        <source>Give samples, or at least one image with labels.</source>
        <translation>Donnez des échantillons, ou au moins une image avec étiquettes.</translation>
    </message>
    <message>
        <source>No labelled pixel of the images is valid: the labels '{0}' lie outside of them, on nodata or on several classes; check the CRS of both.</source>
        <translation>Aucun pixel étiqueté des images n'est valide : les étiquettes « {0} » sont en dehors, sur du nodata ou sur plusieurs classes ; vérifiez le SCR des deux.</translation>
    </message>
    <message>
        <source>{0} of {1} features of '{2}' lie outside of the images; they are not used.</source>
        <translation>{0} entités sur {1} de « {2} » sont hors des images ; elles ne sont pas utilisées.</translation>
    </message>
    <message>
        <source>Samples '{0}' have no number field that could be a feature.</source>
        <translation>Les échantillons « {0} » n'ont pas de champ numérique qui puisse être une caractéristique.</translation>
    </message>
    <message>
        <source>A feature must be a number, but field '{0}' of '{1}' is not.</source>
        <translation>Une caractéristique doit être un nombre, mais le champ « {0} » de « {1} » n'en est pas un.</translation>
    </message>
    <message>
        <source>{0} of {1} samples are left out: their class or a feature is missing.</source>
        <translation>{0} échantillons sur {1} sont laissés de côté : leur classe ou une caractéristique manque.</translation>
    </message>
    <message>
        <source>No sample of '{0}' has a class and all features.</source>
        <translation>Aucun échantillon de « {0} » n'a une classe et toutes les caractéristiques.</translation>
    </message>
    <message>
        <source>All windows must have one size, got {0} and {1} px.</source>
        <translation>Toutes les fenêtres doivent avoir une seule taille, et non {0} et {1} px.</translation>
    </message>
    <message>
        <source>No valid sample is of class {0}; the model will not find it.</source>
        <translation>Aucun échantillon valide n'est de la classe {0} ; le modèle ne la trouvera pas.</translation>
    </message>
    <message>
        <source>{0} samples of '{1}' are left out, because another image is nodata there.</source>
        <translation>{0} échantillons de « {1} » sont laissés de côté, car une autre image y est nodata.</translation>
    </message>
    <message>
        <source>Field '{0}' not found; samples '{1}' have: {2}.</source>
        <translation>Le champ « {0} » n'existe pas ; les échantillons « {1} » ont : {2}.</translation>
    </message>
    <message>
        <source>The classifier must be one of {0}, got '{1}'.</source>
        <translation>Le classifieur doit être l'un de {0}, et non « {1} ».</translation>
    </message>
    <message>
        <source>A layer of a model needs images with labels, not samples.</source>
        <translation>Une couche d'un modèle demande des images avec étiquettes, et non des échantillons.</translation>
    </message>
    <message>
        <source>There are third images, but no second ones.</source>
        <translation>Il y a des troisièmes images, mais pas de deuxièmes.</translation>
    </message>
    <message>
        <source>A {0} classifier is slow with many samples: {1} of {2} are used, as many of each class as of all.</source>
        <translation>Un classifieur {0} est lent avec beaucoup d'échantillons : {1} sur {2} sont utilisés, autant de chaque classe que possible.</translation>
    </message>
    <message>
        <source>The classifier '{0}' cannot balance the classes; choose another one, or turn that off.</source>
        <translation>Le classifieur « {0} » ne peut pas équilibrer les classes ; choisissez-en un autre, ou désactivez cette option.</translation>
    </message>
    <message>
        <source>Give samples, or images with labels, not both.</source>
        <translation>Donnez des échantillons, ou des images avec étiquettes, pas les deux.</translation>
    </message>
    <message>
        <source>Objects are marked by points or by boxes, got both.</source>
        <translation>Les objets sont marqués par des points ou par des boîtes, et non les deux.</translation>
    </message>
    <message>
        <source>The corners per object must be 0 (free) or {0} to {1}, got {2}.</source>
        <translation>Les angles par objet doivent être 0 (libre) ou de {0} à {1}, et non {2}.</translation>
    </message>
    <message>
        <source>'{0}' is a PolyCNN, which only outlines marked objects: give points or boxes.</source>
        <translation>« {0} » est un PolyCNN, qui n'entoure que les objets marqués : donnez des points ou des boîtes.</translation>
    </message>
    <message>
        <source>The model '{0}' has no class of objects; its classes are: {1}.</source>
        <translation>Le modèle « {0} » n'a pas de classe d'objets ; ses classes sont : {1}.</translation>
    </message>
    <message>
        <source>A PolyCNN outlines the objects that points or boxes mark: leave out the area.</source>
        <translation>Un PolyCNN entoure les objets que marquent des points ou des boîtes : ne donnez pas de zone.</translation>
    </message>
    <message>
        <source>A PolyCNN outlines objects with 4 corners, got {0} corners per object.</source>
        <translation>Un PolyCNN entoure des objets à 4 angles, et non {0} angles par objet.</translation>
    </message>
    <message>
        <source>'{0}' holds no points.</source>
        <translation>« {0} » ne contient pas de points.</translation>
    </message>
    <message>
        <source>{0} points in '{1}' lie on the pixel of another one and are left out.</source>
        <translation>{0} points de « {1} » sont sur le pixel d'un autre et sont laissés de côté.</translation>
    </message>
    <message>
        <source>'{0}' holds no polygons.</source>
        <translation>« {0} » ne contient pas de polygones.</translation>
    </message>
    <message>
        <source>{0} boxes of '{1}' reach beyond the image; their objects end at its edge.</source>
        <translation>{0} boîtes de « {1} » dépassent l'image ; leurs objets s'arrêtent à son bord.</translation>
    </message>
    <message>
        <source>No object with {0} corners fits a patch of {1} px for training: {2} objects have other corners and {3} are too large.</source>
        <translation>Aucun objet à {0} angles ne tient dans une imagette d'entraînement de {1} px : {2} objets ont d'autres angles et {3} sont trop grands.</translation>
    </message>
    <message>
        <source>Training the decoder on drawings of quadrilaterals.</source>
        <translation>Entraînement du décodeur sur des dessins de quadrilatères.</translation>
    </message>
    <message>
        <source>Training on the image's patches.</source>
        <translation>Entraînement sur les imagettes de l'image.</translation>
    </message>
    <message>
        <source>A PolyCNN starts from a PolyCNN or a resunet with three stages or more, '{0}' is a {1}.</source>
        <translation>Un PolyCNN part d'un PolyCNN ou d'un resunet à trois étages ou plus, « {0} » est un {1}.</translation>
    </message>
    <message>
        <source>Training with the classes {0} on {1}.</source>
        <translation>Entraînement avec les classes {0} sur {1}.</translation>
    </message>
    <message>
        <source>Base channels must be at least 2, got {0}.</source>
        <translation>Il faut au moins 2 canaux de base, et non {0}.</translation>
    </message>
    <message>
        <source>'{0}' is a model for {1}, this needs one for polygons or segmentation.</source>
        <translation>« {0} » est un modèle du type {1}, il en faut un de polygones ou de segmentation.</translation>
    </message>
    <message>
        <source>Touching objects can be kept apart in probabilities only; the raster is a class map.</source>
        <translation>Les objets qui se touchent ne peuvent être séparés que dans des probabilités ; le raster est une carte de classes.</translation>
    </message>
    <message>
        <source>No class has the name {0}, so none gets right angles; the classes are: {1}.</source>
        <translation>Aucune classe n'a le nom {0}, aucune ne reçoit donc d'angles droits ; les classes sont : {1}.</translation>
    </message>
    <message>
        <source>{0} of {1} polygons could not be given {2} corners.</source>
        <translation>{0} polygones sur {1} n'ont pas pu recevoir {2} angles.</translation>
    </message>
    <message>
        <source>{0} polygons lie farther than {1} m from the edges of their pixels somewhere.</source>
        <translation>{0} polygones s'écartent quelque part de plus de {1} m des bords de leurs pixels.</translation>
    </message>
    <message>
        <source>The vertex penalty must be 0 px2 or more, got {0} px2.</source>
        <translation>La pénalité par sommet doit être d'au moins 0 px2, et non {0} px2.</translation>
    </message>
    <message>
        <source>The weight of angles must be 0 or more, got {0}.</source>
        <translation>Le poids des angles doit être d'au moins 0, et non {0}.</translation>
    </message>
    <message>
        <source>The maximum distance must be 0 m or more, got {0} m.</source>
        <translation>L'écart maximal doit être d'au moins 0 m, et non {0} m.</translation>
    </message>
    <message>
        <source>The requested number of vertices must be 1 or more, got {0}.</source>
        <translation>Le nombre de sommets visé doit être d'au moins 1, et non {0}.</translation>
    </message>
    <message>
        <source>The seed threshold must be 0 to 1, got {0}.</source>
        <translation>Le seuil de germe doit être de 0 à 1, et non {0}.</translation>
    </message>
    <message>
        <source>The corners per object must be 3 to 99, or 0 for any number, got {0}.</source>
        <translation>Les angles par objet doivent être de 3 à 99, ou 0 pour n'importe quel nombre, et non {0}.</translation>
    </message>
    <message>
        <source>Minimum areas must be 0 m2 or more, got {0} m2.</source>
        <translation>Les surfaces minimales doivent être d'au moins 0 m2, et non {0} m2.</translation>
    </message>
    <message>
        <source>Several bands must hold probabilities, '{0}' holds {1} without scale.</source>
        <translation>Plusieurs bandes doivent contenir des probabilités, « {0} » contient {1} sans échelle.</translation>
    </message>
    <message>
        <source>Class '{0}' is not in the {1}, which has: {2}.</source>
        <translation>La classe « {0} » n'y est pas ; il y a ({1}) : {2}.</translation>
    </message>
    <message>
        <source>Wrote {0} polygons to '{1}'.</source>
        <translation>{0} polygones écrits dans « {1} ».</translation>
    </message>
    <message>
        <source>The number of vertices went from {0} to {1}.</source>
        <translation>Le nombre de sommets est passé de {0} à {1}.</translation>
    </message>
    <message>
        <source>Penalties must be 0 or more, got {0}.</source>
        <translation>Les pénalités doivent être d'au moins 0, et non {0}.</translation>
    </message>
    <message>
        <source>All polygons are smaller than the maximum distance, {0} m; reduce it.</source>
        <translation>Tous les polygones sont plus petits que l'écart maximal, {0} m ; réduisez-le.</translation>
    </message>
    <message>
        <source>{0} polygons are regular already and stay as they are.</source>
        <translation>{0} polygones sont déjà réguliers et restent tels quels.</translation>
    </message>
    <message>
        <source>The polygons are too small or outside the valid area of their CRS; they cannot be measured.</source>
        <translation>Les polygones sont trop petits ou hors de la zone de validité de leur SCR ; ils ne peuvent pas être mesurés.</translation>
    </message>
    <message>
        <source>Overlapping areas ({0} m2) were given to the first polygon.</source>
        <translation>Les surfaces de recouvrement ({0} m2) ont été données au premier polygone.</translation>
    </message>
    <message>
        <source>{0} polygons inside other polygons were left out.</source>
        <translation>{0} polygones à l'intérieur d'autres polygones ont été laissés de côté.</translation>
    </message>
    <message>
        <source>The raster has more than {0} regions; filter it first.</source>
        <translation>Le raster a plus de {0} régions ; filtrez-le d'abord.</translation>
    </message>
    <message>
        <source>Method must be {0}, got '{1}'.</source>
        <translation>La méthode doit être {0}, et non « {1} ».</translation>
    </message>
    <message>
        <source>Touching objects can be kept apart with the method 'mesh' only, got '{0}'.</source>
        <translation>Les objets qui se touchent ne peuvent être séparés qu'avec la méthode « mesh », et non « {0} ».</translation>
    </message>
    <message>
        <source>Method 'contour' works on one band, got {0}.</source>
        <translation>La méthode « contour » travaille sur une bande, et non {0}.</translation>
    </message>
    <message>
        <source>Band {0} is the '{1}'; the other classes are in other bands.</source>
        <translation>La bande {0} est la classe « {1} » ; les autres classes sont dans d'autres bandes.</translation>
    </message>
    <message>
        <source>'{0}' has no CRS; areas and lengths are in units of its coordinates.</source>
        <translation>« {0} » n'a pas de SCR ; surfaces et longueurs sont dans les unités de ses coordonnées.</translation>
    </message>
    <message>
        <source>The band's values go from {0} to {1}, and the threshold is {2}; probabilities go from 0 to 1.</source>
        <translation>Les valeurs de la bande vont de {0} à {1}, et le seuil est {2} ; les probabilités vont de 0 à 1.</translation>
    </message>
    <message>
        <source>Device '{0}' is not available; choose auto or cpu.</source>
        <translation>Le processeur « {0} » n'est pas disponible ; choisissez auto ou cpu.</translation>
    </message>
    <message>
        <source>Device '{0}' is not available ({1}); choose auto or cpu.</source>
        <translation>Le processeur « {0} » n'est pas disponible ({1}) ; choisissez auto ou cpu.</translation>
    </message>
    <message>
        <source>Device must be auto, cpu, cuda, cuda:N or mps, got '{0}'.</source>
        <translation>Le processeur doit être auto, cpu, cuda, cuda:N ou mps, et non « {0} ».</translation>
    </message>
    <message>
        <source>The engine has no algorithm '{0}'.</source>
        <translation>Le moteur n'a pas d'algorithme « {0} ».</translation>
    </message>
    <message>
        <source>'{0}' is being written by another job; wait for it or choose another name.</source>
        <translation>« {0} » est en cours d'écriture par une autre tâche ; attendez-la ou choisissez un autre nom.</translation>
    </message>
    <message>
        <source>{0} of {1} samples have all {2} values. Wrote '{3}'.</source>
        <translation>{0} échantillons sur {1} ont les {2} valeurs. « {3} » est écrit.</translation>
    </message>
    <message>
        <source>There must be at least one image.</source>
        <translation>Il faut au moins une image.</translation>
    </message>
    <message>
        <source>The images have {0} bands and features; at most {1} can be extracted.</source>
        <translation>Les images ont {0} bandes et caractéristiques ; {1} au plus peuvent être extraites.</translation>
    </message>
    <message>
        <source>{0} of {1} features of '{2}' have no place and are left out.</source>
        <translation>{0} entités sur {1} de « {2} » n'ont pas de lieu et sont laissées de côté.</translation>
    </message>
    <message>
        <source>The samples '{0}' hold no point.</source>
        <translation>Les échantillons « {0} » ne contiennent pas de point.</translation>
    </message>
    <message>
        <source>The samples or '{0}' have no CRS; both are taken to be in the same one.</source>
        <translation>Les échantillons ou « {0} » n'ont pas de SCR ; les deux sont supposés être dans le même.</translation>
    </message>
    <message>
        <source>'{0}' holds none of the points of '{1}'.</source>
        <translation>« {0} » ne contient aucun des points de « {1} ».</translation>
    </message>
    <message>
        <source>Validation and test may have at most {0} % of the samples together, got {1} %.</source>
        <translation>La validation et le test peuvent avoir ensemble {0} % des échantillons au plus, et non {1} %.</translation>
    </message>
    <message>
        <source>Wrote {0} patches ({1}) to {2}.</source>
        <translation>{0} imagettes ({1}) écrites dans {2}.</translation>
    </message>
    <message>
        <source>Third images need second images; give them as second images.</source>
        <translation>Des troisièmes images demandent des deuxièmes ; donnez-les comme deuxièmes images.</translation>
    </message>
    <message>
        <source>Patches of {0} px do not fit into '{1}', which has {2} x {3} px.</source>
        <translation>Des imagettes de {0} px ne tiennent pas dans « {1} », qui a {2} x {3} px.</translation>
    </message>
    <message>
        <source>No patch for training is left of {0}: {1}.</source>
        <translation>Aucune imagette d'entraînement ne reste de {0} : {1}.</translation>
    </message>
    <message>
        <source>{0} of {1} patches are left out: {2}.</source>
        <translation>{0} imagettes sur {1} sont laissées de côté : {2}.</translation>
    </message>
    <message>
        <source>{0} patches are asked for, but there are only {1}.</source>
        <translation>{0} imagettes sont demandées, mais il n'y en a que {1}.</translation>
    </message>
    <message>
        <source>Validation share and test share together must be below 1, got {0} and {1}.</source>
        <translation>La part de validation et la part de test doivent être ensemble inférieures à 1, et non {0} et {1}.</translation>
    </message>
    <message>
        <source>The first image must be the finest, but pixels of '{0}' are {1} times smaller than those of '{2}'; exchange them.</source>
        <translation>La première image doit être la plus fine, mais les pixels de « {0} » sont {1} fois plus petits que ceux de « {2} » ; échangez-les.</translation>
    </message>
    <message>
        <source>'{0}' is resampled, because its pixels are no whole numbers of those of '{1}'.</source>
        <translation>« {0} » est rééchantillonné, car ses pixels ne sont pas des nombres entiers de ceux de « {1} ».</translation>
    </message>
    <message>
        <source>{0} must be a multiple of {1} px, so that patches consist of whole pixels of '{2}' too, got {3} px.</source>
        <translation>{0} doit être un multiple de {1} px, pour que les imagettes soient aussi des pixels entiers de « {2} », et non {3} px.</translation>
    </message>
    <message>
        <source>Rejected: {0} labelled pixels, {1}.</source>
        <translation>Rejetés : {0} pixels étiquetés, {1}.</translation>
    </message>
    <message>
        <source>Rejected: {0} features of {1}, {2}.</source>
        <translation>Rejetées : {0} entités de {1}, {2}.</translation>
    </message>
    <message>
        <source>There must be images, and one layer of labels or as many as images, got {0} images and {1} layers of labels.</source>
        <translation>Il faut des images, et une couche d'étiquettes ou autant que d'images, et non {0} images et {1} couches d'étiquettes.</translation>
    </message>
    <message>
        <source>The strategy 'byclass', and no other, needs a table of classes and numbers.</source>
        <translation>La stratégie « byclass », et aucune autre, demande une table de classes et de nombres.</translation>
    </message>
    <message>
        <source>No pixel of {0} has a label: the labels {1} lie elsewhere, or hold no pixel centre.</source>
        <translation>Aucun pixel de {0} n'a d'étiquette : les étiquettes {1} sont ailleurs, ou ne contiennent aucun centre de pixel.</translation>
    </message>
    <message>
        <source>No labelled pixel can be a sample: all are nodata, outside the area or in several classes.</source>
        <translation>Aucun pixel étiqueté ne peut être un échantillon : tous sont nodata, hors de la zone ou de plusieurs classes.</translation>
    </message>
    <message>
        <source>{0}: {1} samples of {2} pixels.</source>
        <translation>{0} : {1} échantillons de {2} pixels.</translation>
    </message>
    <message>
        <source>No pixel can be a sample of: {0}.</source>
        <translation>Aucun pixel ne peut être un échantillon de : {0}.</translation>
    </message>
    <message>
        <source>These are {0} samples; at most {1} can be selected.</source>
        <translation>Cela fait {0} échantillons ; {1} au plus peuvent être sélectionnés.</translation>
    </message>
    <message>
        <source>{0} samples of '{1}' were asked for, but there are only {2} pixels.</source>
        <translation>{0} échantillons de « {1} » étaient demandés, mais il n'y a que {2} pixels.</translation>
    </message>
    <message>
        <source>{0} samples were asked for, but there are only {1} pixels.</source>
        <translation>{0} échantillons étaient demandés, mais il n'y a que {1} pixels.</translation>
    </message>
    <message>
        <source>{0} samples of '{1}' were asked for, but no pixel can be one.</source>
        <translation>{0} échantillons de « {1} » étaient demandés, mais aucun pixel ne peut en être un.</translation>
    </message>
    <message>
        <source>Only {0} of {1} samples of '{2}' were found at that distance from each other; use a smaller minimum distance.</source>
        <translation>Seuls {0} échantillons sur {1} de « {2} » ont été trouvés à cette distance les uns des autres ; utilisez une distance minimale plus petite.</translation>
    </message>
    <message>
        <source>No pixel of '{0}' has a label: '{1}' and the image do not overlap, or the labels hold no pixel centre.</source>
        <translation>Aucun pixel de « {0} » n'a d'étiquette : « {1} » et l'image ne se recouvrent pas, ou les étiquettes ne contiennent aucun centre de pixel.</translation>
    </message>
    <message>
        <source>'{0}' has no CRS; its coordinates are taken to be in the other layer's CRS.</source>
        <translation>« {0} » n'a pas de SCR ; ses coordonnées sont supposées être dans le SCR de l'autre couche.</translation>
    </message>
    <message>
        <source>{0} features lie outside the image.</source>
        <translation>{0} entités sont hors de l'image.</translation>
    </message>
    <message>
        <source>{0} features on the image have no pixel of their own.</source>
        <translation>{0} entités sur l'image n'ont aucun pixel à elles.</translation>
    </message>
    <message>
        <source>The percentage of samples must be above 0 and at most 100, got {0}.</source>
        <translation>Le pourcentage d'échantillons doit être supérieur à 0 et de 100 au plus, et non {0}.</translation>
    </message>
    <message>
        <source>With the strategy '{0}', the number of samples must be whole and at least 1, got {1}.</source>
        <translation>Avec la stratégie « {0} », le nombre d'échantillons doit être entier et d'au moins 1, et non {1}.</translation>
    </message>
    <message>
        <source>A count for each image needs one of the strategies {0}, not '{1}'.</source>
        <translation>Un nombre par image demande l'une des stratégies {0}, et non « {1} ».</translation>
    </message>
    <message>
        <source>There must be a count for each of the {0} images, got {1}.</source>
        <translation>Il faut un nombre pour chacune des {0} images, et non {1}.</translation>
    </message>
    <message>
        <source>'{0}' lists no class.</source>
        <translation>« {0} » ne contient aucune classe.</translation>
    </message>
    <message>
        <source>A count was given, but the strategy '{0}' takes none.</source>
        <translation>Un nombre a été donné, mais la stratégie « {0} » n'en utilise pas.</translation>
    </message>
    <message>
        <source>The counts of the images must be numbers, got '{0}'.</source>
        <translation>Les nombres par image doivent être des nombres, et non « {0} ».</translation>
    </message>
    <message>
        <source>The table '{0}' does not exist or is no text.</source>
        <translation>La table « {0} » n'existe pas ou n'est pas un texte.</translation>
    </message>
    <message>
        <source>Line {0} of '{1}' must be a class and a whole number, got '{2}'.</source>
        <translation>La ligne {0} de « {1} » doit être une classe et un nombre entier, et non « {2} ».</translation>
    </message>
    <message>
        <source>'{0}' lists the class '{1}', which the labels do not have; they have: {2}.</source>
        <translation>« {0} » nomme la classe « {1} », que les étiquettes n'ont pas ; elles ont : {2}.</translation>
    </message>
    <message>
        <source>'{0}' lists the class '{1}' twice.</source>
        <translation>« {0} » nomme la classe « {1} » deux fois.</translation>
    </message>
    <message>
        <source>Augmentation must be one of {0}, got {1}.</source>
        <translation>L'augmentation doit être l'une de {0}, et non {1}.</translation>
    </message>
    <message>
        <source>Crop must be a multiple of {0} px and at least {1} px, got {2} px.</source>
        <translation>La fenêtre doit être un multiple de {0} px et d'au moins {1} px, et non {2} px.</translation>
    </message>
    <message>
        <source>No valid pixel of the images has a label: check nodata, the area and the validation area.</source>
        <translation>Aucun pixel valide des images n'a d'étiquette : vérifiez le nodata, la zone et la zone de validation.</translation>
    </message>
    <message>
        <source>All labels are of one class, {0}; training needs at least two; {1}.</source>
        <translation>Toutes les étiquettes sont d'une seule classe, {0} ; un entraînement en demande au moins deux ; {1}.</translation>
    </message>
    <message>
        <source>No training pixel is labelled {0}; the model will not find it.</source>
        <translation>Aucun pixel d'entraînement n'est étiqueté {0} ; le modèle ne la trouvera pas.</translation>
    </message>
    <message>
        <source>The labels '{0}' hold more than {1} classes; classify them first.</source>
        <translation>Les étiquettes « {0} » contiennent plus de {1} classes ; classez-les d'abord.</translation>
    </message>
    <message>
        <source>The clean labels have the class {0}, which the imprecise labels lack (they have {1}); both must have the same classes.</source>
        <translation>Les étiquettes propres ont la classe {0}, qui manque aux étiquettes imprécises (elles ont {1}) ; les deux doivent avoir les mêmes classes.</translation>
    </message>
    <message>
        <source>The clean labels lack the class {0}; its accuracy is not measured.</source>
        <translation>Il manque aux étiquettes propres la classe {0} ; son exactitude n'est pas mesurée.</translation>
    </message>
    <message>
        <source>Clean labels are needed for validation; give a validation area, or a validation share above 0.</source>
        <translation>La validation demande des étiquettes propres ; donnez une zone de validation, ou une part de validation supérieure à 0.</translation>
    </message>
    <message>
        <source>Give a clean area: the polygons in which the clean labels are complete.</source>
        <translation>Donnez une zone d'étiquettes propres : les polygones où elles sont complètes.</translation>
    </message>
    <message>
        <source>No valid pixel of the images has a clean label: check nodata and the clean area.</source>
        <translation>Aucun pixel valide des images n'a d'étiquette propre : vérifiez le nodata et la zone d'étiquettes propres.</translation>
    </message>
    <message>
        <source>Give at least one image to train on.</source>
        <translation>Donnez au moins une image d'entraînement.</translation>
    </message>
    <message>
        <source>The initial model is of {0} images: {1}; got {2}.</source>
        <translation>Le modèle initial est de {0} images : {1} ; il y a {2}.</translation>
    </message>
    <message>
        <source>The usual error of the labels must be at least 0 m, got {0} m.</source>
        <translation>L'erreur usuelle des étiquettes doit être d'au moins 0 m, et non {0} m.</translation>
    </message>
    <message>
        <source>The usual error of the labels is in metres, and the images have no CRS; give a training resolution.</source>
        <translation>L'erreur usuelle des étiquettes est en mètres, et les images n'ont pas de SCR ; donnez une résolution d'entraînement.</translation>
    </message>
    <message>
        <source>Resolution must be above 0 m, got {0} m.</source>
        <translation>La résolution doit être supérieure à 0 m, et non {0} m.</translation>
    </message>
    <message>
        <source>{0} % of the labelled pixels lie in polygons of several classes; the last of these polygons counts.</source>
        <translation>{0} % des pixels étiquetés sont dans des polygones de plusieurs classes ; le dernier de ces polygones compte.</translation>
    </message>
    <message>
        <source>'{0}' has no CRS; its pixels are taken to be {1} m.</source>
        <translation>« {0} » n'a pas de SCR ; ses pixels sont supposés être de {1} m.</translation>
    </message>
    <message>
        <source>'{0}' has no CRS; the model is trained in pixels of unknown size.</source>
        <translation>« {0} » n'a pas de SCR ; le modèle est entraîné en pixels de taille inconnue.</translation>
    </message>
    <message>
        <source>Harmonization must be one of {0}, got '{1}'.</source>
        <translation>L'harmonisation doit être l'une de {0}, et non « {1} ».</translation>
    </message>
    <message>
        <source>Maximum shift must be 0 to {0} px, got {1} px.</source>
        <translation>Le décalage maximal doit être de 0 à {0} px, et non {1} px.</translation>
    </message>
    <message>
        <source>The pixels of {0} must be at least {1} times smaller than those of {2}, but they are {3} times smaller.</source>
        <translation>Les pixels de {0} doivent être au moins {1} fois plus petits que ceux de {2}, mais ils le sont {3} fois.</translation>
    </message>
    <message>
        <source>The ratio must be {0} to {1}, got {2}.</source>
        <translation>Le rapport d'échelle doit être de {0} à {1}, et non {2}.</translation>
    </message>
    <message>
        <source>A ratio of {0} needs a finer image: the pixels of {1} are only {2} times smaller than those of {3}.</source>
        <translation>Un rapport de {0} demande une image plus fine : les pixels de {1} ne sont que {2} fois plus petits que ceux de {3}.</translation>
    </message>
    <message>
        <source>'{0}' and '{1}' have {2} x {3} px of the first in common; at least {4} x {5} px are needed.</source>
        <translation>« {0} » et « {1} » ont {2} x {3} px de la première en commun ; il en faut au moins {4} x {5}.</translation>
    </message>
    <message>
        <source>No part of {0} and {1} shows the same: {2}.</source>
        <translation>Aucune partie de {0} et {1} ne montre la même chose : {2}.</translation>
    </message>
    <message>
        <source>{0} % of the pixels of {1} and {2} cannot be the same ground (fill, cloud, change) and are left out.</source>
        <translation>{0} % des pixels de {1} et {2} ne peuvent pas être le même sol (remplissage, nuage, changement) et sont laissés de côté.</translation>
    </message>
    <message>
        <source>{0} % of the blocks of {1} and {2} show different things and are left out; images of the same days would fit better.</source>
        <translation>{0} % des blocs de {1} et {2} montrent des choses différentes et sont laissés de côté ; des images des mêmes jours concorderaient mieux.</translation>
    </message>
    <message>
        <source>'{0}' is compressed as JPEG, whose squares of 8 px a network learns as detail; give an image that was not, if there is one.</source>
        <translation>« {0} » est comprimée en JPEG, dont un réseau apprend les carrés de 8 px comme détail ; donnez une image qui ne l'a pas été, s'il y en a une.</translation>
    </message>
    <message>
        <source>{0} is moved by {1} px along rows and {2} px along columns{3}, in px of 1/{4} of those of {5}.</source>
        <translation>{0} est déplacée de {1} px le long des lignes et de {2} px le long des colonnes{3}, en px de 1/{4} de ceux de {5}.</translation>
    </message>
    <message>
        <source>{0} lies more than {1} px of {2} beside it in most places; georeference it, or allow a larger shift.</source>
        <translation>{0} se trouve presque partout à plus de {1} px de {2} ; géoréférencez-la, ou permettez un décalage plus grand.</translation>
    </message>
    <message>
        <source>{0} is not moved: too little of {1} is known to find a shift.</source>
        <translation>{0} n'est pas déplacée : trop peu de {1} est connu pour trouver un décalage.</translation>
    </message>
    <message>
        <source>{0} has {1} bands and {2} {3}: each of the first is matched by a mixture of the second's.</source>
        <translation>{0} a {1} bandes et {2} {3} : chacune des premières est associée à un mélange des secondes.</translation>
    </message>
    <message>
        <source>Values of {0} are about {1} higher than those of {2}, as in Sentinel-2 products since 2022 before their offset is subtracted.</source>
        <translation>Les valeurs de {0} dépassent d'environ {1} celles de {2}, comme dans les produits Sentinel-2 depuis 2022 avant soustraction de leur décalage.</translation>
    </message>
    <message>
        <source>Values of {0} are not those of {1}, in {2} by gain {3} and offset {4}; choose the harmonization regression.</source>
        <translation>Les valeurs de {0} ne sont pas celles de {1}, dans {2} par un gain de {3} et un décalage de {4} ; choisissez l'harmonisation regression.</translation>
    </message>
    <message>
        <source>Class field '{0}' was given, but the labels '{1}' are a raster, which has none.</source>
        <translation>Le champ de classe « {0} » est donné, mais les étiquettes « {1} » sont un raster, qui n'en a pas.</translation>
    </message>
    <message>
        <source>The labels '{0}' hold no feature.</source>
        <translation>Les étiquettes « {0} » ne contiennent pas d'entité.</translation>
    </message>
    <message>
        <source>The polygons '{0}' are a raster; give a layer of polygons.</source>
        <translation>Les polygones « {0} » sont un raster ; donnez une couche de polygones.</translation>
    </message>
    <message>
        <source>The labels hold {0} classes; a map can show at most {1}.</source>
        <translation>Les étiquettes contiennent {0} classes ; une carte peut en montrer {1} au plus.</translation>
    </message>
    <message>
        <source>Labels must be all polygons or all rasters, got some of both.</source>
        <translation>Les étiquettes doivent être toutes des polygones ou toutes des rasters, et non les deux.</translation>
    </message>
    <message>
        <source>The labels '{0}' hold no polygon.</source>
        <translation>Les étiquettes « {0} » ne contiennent pas de polygone.</translation>
    </message>
    <message>
        <source>The labels '{0}' hold more than {1} classes, the maximum of a map.</source>
        <translation>Les étiquettes « {0} » contiennent plus de {1} classes, le maximum d'une carte.</translation>
    </message>
    <message>
        <source>The class field '{0}' of '{1}' holds numbers with decimals, such as {2}; each number is a class of its own.</source>
        <translation>Le champ de classe « {0} » de « {1} » contient des nombres avec décimales, par exemple {2} ; chaque nombre est une classe.</translation>
    </message>
    <message>
        <source>The labels lack these values, whose names and colours are not used: {0}.</source>
        <translation>Ces valeurs manquent aux étiquettes, leurs noms et couleurs ne sont pas utilisés : {0}.</translation>
    </message>
    <message>
        <source>Several classes would be called '{0}'; give each its own name.</source>
        <translation>Plusieurs classes s'appelleraient « {0} » ; donnez à chacune son nom.</translation>
    </message>
    <message>
        <source>A class must be given as 'value = name #rrggbb', got '{0}'.</source>
        <translation>Une classe doit être donnée sous la forme « valeur = nom #rrggbb », et non « {0} ».</translation>
    </message>
    <message>
        <source>The class value '{0}' is given twice.</source>
        <translation>La valeur de classe « {0} » est donnée deux fois.</translation>
    </message>
    <message>
        <source>Third images are given without second images; give them as second images.</source>
        <translation>Des troisièmes images sont données sans deuxièmes ; donnez-les comme deuxièmes images.</translation>
    </message>
    <message>
        <source>The values of {0} are no linear function of those of {1}, as if they were stretched for display; give its own values, or choose the harmonization histogram.</source>
        <translation>Les valeurs de {0} ne sont pas une fonction linéaire de celles de {1}, comme si elles étaient étirées pour l'affichage ; donnez ses propres valeurs, ou choisissez l'harmonisation histogram.</translation>
    </message>
    <message>
        <source>In {0}, {1} has no like in {2}: their correlation is {3}, {4} is needed; choose bands that both have.</source>
        <translation>Dans {0}, {1} n'a pas de semblable dans {2} : leur corrélation est de {3}, il faut {4} ; choisissez des bandes que les deux possèdent.</translation>
    </message>
    <message>
        <source>No pixel of '{0}' is valid in '{1}' too: check nodata and the area.</source>
        <translation>Aucun pixel de « {0} » n'est aussi valide dans « {1} » : vérifiez le nodata et la zone.</translation>
    </message>
    <message>
        <source>In {0}, {1} correlates best with {2} of {3}, at {4} in place of {5}; check the order of the bands.</source>
        <translation>Dans {0}, {1} corrèle le mieux avec {2} de {3}, à {4} au lieu de {5} ; vérifiez l'ordre des bandes.</translation>
    </message>
    <message>
        <source>In {0}, {1} is bright where its partner in {2} is dark; check the order of the bands.</source>
        <translation>Dans {0}, {1} est claire là où sa partenaire dans {2} est sombre ; vérifiez l'ordre des bandes.</translation>
    </message>
    <message>
        <source>'{0}' lies more than {1} px of '{2}' beside it; georeference it, or allow a larger shift.</source>
        <translation>« {0} » se trouve à plus de {1} px de « {2} » ; géoréférencez-la, ou permettez un décalage plus grand.</translation>
    </message>
    <message>
        <source>A palette has colours of three 8-bit bands, but {0} is {1} with {2} bands; choose the kind 'image'.</source>
        <translation>Une palette a des couleurs de trois bandes de 8 bits, mais {0} est {1} avec {2} bandes ; choisissez le type « image ».</translation>
    </message>
    <message>
        <source>'{0}' holds no patch of {1} px without nodata.</source>
        <translation>« {0} » ne contient aucune imagette de {1} px sans nodata.</translation>
    </message>
    <message>
        <source>The folder '{0}' holds no images ({1}).</source>
        <translation>Le dossier « {0} » ne contient pas d'images ({1}).</translation>
    </message>
    <message>
        <source>The data set '{0}' must have subfolders for at least two classes.</source>
        <translation>Le jeu de données « {0} » doit avoir des sous-dossiers pour au moins deux classes.</translation>
    </message>
    <message>
        <source>Patches must be square, '{0}' is {1} x {2} px.</source>
        <translation>Les imagettes doivent être carrées, « {0} » fait {1} x {2} px.</translation>
    </message>
    <message>
        <source>'{0}' is not a folder.</source>
        <translation>« {0} » n'est pas un dossier.</translation>
    </message>
    <message>
        <source>All images must be alike: '{0}' has the bands {1}, others {2}.</source>
        <translation>Toutes les images doivent être semblables : « {0} » a les bandes {1}, d'autres {2}.</translation>
    </message>
    <message>
        <source>Class '{0}' needs at least two images, its folder has {1}.</source>
        <translation>La classe « {0} » demande au moins deux images, son dossier en a {1}.</translation>
    </message>
    <message>
        <source>'{0}' cannot be read as an image.</source>
        <translation>« {0} » ne peut pas être lu comme image.</translation>
    </message>
    <message>
        <source>Patches must be at least 8 px wide, got {0} px.</source>
        <translation>Les imagettes doivent avoir au moins 8 px de large, et non {0} px.</translation>
    </message>
    <message>
        <source>Give the field of '{0}' that holds the class of its points.</source>
        <translation>Donnez le champ de « {0} » qui contient la classe de ses points.</translation>
    </message>
    <message>
        <source>{0} of {1} points are too near the border of '{2}' for a whole patch.</source>
        <translation>{0} points sur {1} sont trop près du bord de « {2} » pour une imagette entière.</translation>
    </message>
    <message>
        <source>{0} of {1} label polygons are smaller than half a patch ({2} x {3} px) and give no patch on their own; use smaller patches, a finer image, or points.</source>
        <translation>{0} polygones d'étiquettes sur {1} sont plus petits qu'une demi-imagette ({2} x {3} px) et ne donnent pas d'imagette seuls ; utilisez des imagettes plus petites, une image plus fine, ou des points.</translation>
    </message>
    <message>
        <source>'{0}' is no folder of patches: it holds no {1}.</source>
        <translation>« {0} » n'est pas un dossier d'imagettes : il ne contient pas {1}.</translation>
    </message>
    <message>
        <source>'{0}' holds no labels as GeoTIFF; extract the patches with the format 'GeoTIFF'.</source>
        <translation>« {0} » ne contient pas d'étiquettes en GeoTIFF ; extrayez les imagettes au format « GeoTIFF ».</translation>
    </message>
    <message>
        <source>'{0}' holds no patch for training.</source>
        <translation>« {0} » ne contient pas d'imagette d'entraînement.</translation>
    </message>
    <message>
        <source>Stride must be at least 1 px, got {0} px.</source>
        <translation>Le pas doit être d'au moins 1 px, et non {0} px.</translation>
    </message>
    <message>
        <source>The image must be at least one patch of {0} px wide and high, got {1} x {2} px at the model's resolution.</source>
        <translation>L'image doit faire au moins une imagette de {0} px de large et de haut, et non {1} x {2} px à la résolution du modèle.</translation>
    </message>
    <message>
        <source>The labelled area is too small to hold back validation data; give a validation area, or 0 as validation share.</source>
        <translation>La zone étiquetée est trop petite pour réserver des données de validation ; donnez une zone de validation, ou 0 comme part de validation.</translation>
    </message>
    <message>
        <source>This training needs polygons, but '{0}' is a raster.</source>
        <translation>Cet entraînement demande des polygones, mais « {0} » est un raster.</translation>
    </message>
    <message>
        <source>The maximum share of nodata pixels must be at least 0 and below 1, got {0}.</source>
        <translation>La part maximale de pixels nodata doit être d'au moins 0 et inférieure à 1, et non {0}.</translation>
    </message>
    <message>
        <source>The confidence map is unreliable, because this model was not trained to recognize foreign images.</source>
        <translation>La carte de confiance n'est pas fiable, car ce modèle n'a pas été entraîné à reconnaître des images étrangères.</translation>
    </message>
    <message>
        <source>{0} x {1} patches of {2} px at a stride of {3} px on {4}.</source>
        <translation>{0} x {1} imagettes de {2} px avec un pas de {3} px sur {4}.</translation>
    </message>
    <message>
        <source>Nothing was classified: every patch is nodata or outside the area.</source>
        <translation>Rien n'a été classé : toutes les imagettes sont nodata ou hors de la zone.</translation>
    </message>
    <message>
        <source>The initial model '{0}' has the network of the paper, which serves to be compared with; train a time series model with the network 'dense'.</source>
        <translation>Le modèle initial « {0} » a le réseau de l'article, qui sert de comparaison ; entraînez un modèle de séries temporelles avec le réseau « dense ».</translation>
    </message>
    <message>
        <source>There is nothing to train: give epochs as a classifier or as a JEM.</source>
        <translation>Il n'y a rien à entraîner : donnez des époques comme classifieur ou comme JEM.</translation>
    </message>
    <message>
        <source>Training the classifier.</source>
        <translation>Entraînement du classifieur.</translation>
    </message>
    <message>
        <source>Training the energy-based model.</source>
        <translation>Entraînement du modèle à base d'énergie.</translation>
    </message>
    <message>
        <source>For a JEM, 'Epochs as a JEM' must be at least 1, got {0}.</source>
        <translation>Pour un JEM, « Époques comme JEM » doit être d'au moins 1, et non {0}.</translation>
    </message>
    <message>
        <source>Training the last layer only needs an initial model.</source>
        <translation>Entraîner seulement la dernière couche demande un modèle initial.</translation>
    </message>
    <message>
        <source>Give either a data set folder with a subfolder per class, or images with labels.</source>
        <translation>Donnez soit un dossier de jeu de données avec un sous-dossier par classe, soit des images avec étiquettes.</translation>
    </message>
    <message>
        <source>The patches have {0} classes; a map can show at most {1}.</source>
        <translation>Les imagettes ont {0} classes ; une carte peut en montrer {1} au plus.</translation>
    </message>
    <message>
        <source>Patches must be {0} to {1} px wide, got {2} px.</source>
        <translation>Les imagettes doivent avoir de {0} à {1} px de large, et non {2} px.</translation>
    </message>
    <message>
        <source>{0} of {1} patches are held back for validation, {2}.</source>
        <translation>{0} imagettes sur {1} sont réservées à la validation, {2}.</translation>
    </message>
    <message>
        <source>The folder '{0}' of outliers holds no images.</source>
        <translation>Le dossier d'intrus « {0} » ne contient pas d'images.</translation>
    </message>
    <message>
        <source>Bands are chosen from images; those of a data set folder are all used.</source>
        <translation>Des bandes sont choisies dans des images ; celles d'un dossier de jeu de données sont toutes utilisées.</translation>
    </message>
    <message>
        <source>Give the labels of the images: points, polygons or a class raster.</source>
        <translation>Donnez les étiquettes des images : des points, des polygones ou un raster de classes.</translation>
    </message>
    <message>
        <source>The initial model takes {0} bands of {1}, the patches have {2} of {3}.</source>
        <translation>Le modèle initial demande {0} bandes de {1}, les imagettes ont {2} de {3}.</translation>
    </message>
    <message>
        <source>The patches hold values that are NaN or infinite.</source>
        <translation>Les imagettes contiennent des valeurs NaN ou infinies.</translation>
    </message>
    <message>
        <source>Give either labels, or imprecise labels with clean labels, not all of them.</source>
        <translation>Donnez soit des étiquettes, soit des étiquettes imprécises avec des étiquettes propres, pas toutes.</translation>
    </message>
    <message>
        <source>Imprecise labels need clean labels beside them, by which the training is judged.</source>
        <translation>Des étiquettes imprécises demandent des étiquettes propres à côté, par lesquelles l'entraînement est jugé.</translation>
    </message>
    <message>
        <source>Clean labels are for a training on imprecise labels; give them as labels.</source>
        <translation>Les étiquettes propres sont pour un entraînement sur des étiquettes imprécises ; donnez-les comme étiquettes.</translation>
    </message>
    <message>
        <source>Give labels, or imprecise labels with clean labels.</source>
        <translation>Donnez des étiquettes, ou des étiquettes imprécises avec des étiquettes propres.</translation>
    </message>
    <message>
        <source>{0} was given, which only a training on imprecise labels has.</source>
        <translation>{0} est donné, ce qui n'existe que pour un entraînement sur des étiquettes imprécises.</translation>
    </message>
    <message>
        <source>Only polygons can be aligned with the images, but the labels '{0}' are a raster.</source>
        <translation>Seuls des polygones peuvent être alignés sur les images, mais les étiquettes « {0} » sont un raster.</translation>
    </message>
    <message>
        <source>Give images and labels, or a folder of patches instead of both.</source>
        <translation>Donnez des images et des étiquettes, ou un dossier d'imagettes à la place.</translation>
    </message>
    <message>
        <source>Aligning the imprecise labels with the images.</source>
        <translation>Alignement des étiquettes imprécises sur les images.</translation>
    </message>
    <message>
        <source>No clean label lies in the validation data, which both steps are judged by.</source>
        <translation>Aucune étiquette propre n'est dans les données de validation, par lesquelles les deux étapes sont jugées.</translation>
    </message>
    <message>
        <source>All clean labels lie in the validation data, and none is left for the training.</source>
        <translation>Toutes les étiquettes propres sont dans les données de validation, et aucune ne reste pour l'entraînement.</translation>
    </message>
    <message>
        <source>{0} x {1} px on {2}, {3} tiles of {4} px with a margin of {5} px.</source>
        <translation>{0} x {1} px sur {2}, {3} tuiles de {4} px avec une marge de {5} px.</translation>
    </message>
    <message>
        <source>The model needs the numbers {0} of the image.</source>
        <translation>Le modèle demande les nombres {0} de l'image.</translation>
    </message>
    <message>
        <source>The model's network looks at each tile as a whole (instance norm or global pooling), so tiles would not fit together; it cannot be used on images.</source>
        <translation>Le réseau du modèle regarde chaque tuile dans son ensemble (instance norm ou global pooling), les tuiles ne s'ajusteraient donc pas ; il ne peut pas être utilisé sur des images.</translation>
    </message>
    <message>
        <source>{0} of the values were cut to the range of {1}.</source>
        <translation>{0} des valeurs ont été ramenées à l'étendue de {1}.</translation>
    </message>
    <message>
        <source>The GPU's memory is too small even for one tile; choose a smaller tile size.</source>
        <translation>La mémoire du GPU est trop petite même pour une tuile ; choisissez une taille de tuile plus petite.</translation>
    </message>
    <message>
        <source>The memory is too small for one tile; choose a smaller tile size.</source>
        <translation>La mémoire est trop petite pour une tuile ; choisissez une taille de tuile plus petite.</translation>
    </message>
    <message>
        <source>The tile size must be a multiple of {0} px, the network's stride, got {1} px.</source>
        <translation>La taille de tuile doit être un multiple de {0} px, le pas du réseau, et non {1} px.</translation>
    </message>
    <message>
        <source>Degraded to the coarse pixels, the image differs by {0} on average and by {1} at most from the coarse image.</source>
        <translation>Dégradée aux pixels grossiers, l'image diffère de {0} en moyenne et de {1} au plus de l'image grossière.</translation>
    </message>
    <message>
        <source>Harmonization must be {0}, got '{1}'.</source>
        <translation>L'harmonisation doit être {0}, et non « {1} ».</translation>
    </message>
    <message>
        <source>A map of details needs a reference image.</source>
        <translation>Une carte des détails demande une image de référence.</translation>
    </message>
    <message>
        <source>An expected error needs a reference image to be compared with.</source>
        <translation>Une erreur attendue demande une image de référence pour être comparée.</translation>
    </message>
    <message>
        <source>'{0}' has {1} bands and '{2}' {3}; choose the bands of the coarse image that it has.</source>
        <translation>« {0} » a {1} bandes et « {2} » {3} ; choisissez les bandes de l'image grossière qu'elle possède.</translation>
    </message>
    <message>
        <source>The expected error '{0}' has {1} bands; it must have 1 or {2}, as the super-resolved image.</source>
        <translation>L'erreur attendue « {0} » a {1} bandes ; elle doit en avoir 1 ou {2}, comme l'image super-résolue.</translation>
    </message>
    <message>
        <source>The expected error '{0}' must have the pixels of the super-resolved image '{1}'.</source>
        <translation>L'erreur attendue « {0} » doit avoir les pixels de l'image super-résolue « {1} ».</translation>
    </message>
    <message>
        <source>No pixel is valid in all images and two coarse pixels from edges and nodata.</source>
        <translation>Aucun pixel n'est valide dans toutes les images et à deux pixels grossiers des bords et du nodata.</translation>
    </message>
    <message>
        <source>PSNR {0} dB and SSIM {1}; bicubic + projection has {2} dB and {3}.</source>
        <translation>PSNR {0} dB et SSIM {1} ; bicubique + projection a {2} dB et {3}.</translation>
    </message>
    <message>
        <source>'{0}' is resampled to pixels of 1/{1} of those of '{2}', which makes it a little smoother.</source>
        <translation>« {0} » est rééchantillonné à des pixels de 1/{1} de ceux de « {2} », ce qui le rend un peu plus lisse.</translation>
    </message>
    <message>
        <source>Sharpness must be 0 to 1, got {0}.</source>
        <translation>La netteté doit être de 0 à 1, et non {0}.</translation>
    </message>
    <message>
        <source>Sharpness must be 0 for '{0}', which was trained without, got {1}.</source>
        <translation>La netteté doit être de 0 pour « {0} », entraîné sans elle, et non {1}.</translation>
    </message>
    <message>
        <source>'{0}' has no expected error; train it again, or leave this output out.</source>
        <translation>« {0} » n'a pas d'erreur attendue ; entraînez-le de nouveau, ou ne demandez pas cette sortie.</translation>
    </message>
    <message>
        <source>The model makes pixels {0} times finer; for {1} times, the rest is interpolated.</source>
        <translation>Le modèle rend les pixels {0} fois plus fins ; pour {1} fois, le reste est interpolé.</translation>
    </message>
    <message>
        <source>The output is resampled from a ratio of {0}, so it averages back to the image only approximately.</source>
        <translation>La sortie est rééchantillonnée d'un rapport de {0}, elle ne redonne donc l'image en moyenne qu'approximativement.</translation>
    </message>
    <message>
        <source>Give a ratio or a pixel size, not both; got {0} and {1} m.</source>
        <translation>Donnez un rapport d'échelle ou une taille de pixel, et non les deux : il y a {0} et {1} m.</translation>
    </message>
    <message>
        <source>The image has no CRS, so a pixel size of {0} m means nothing; give a ratio.</source>
        <translation>L'image n'a pas de SCR, une taille de pixel de {0} m ne signifie donc rien ; donnez un rapport d'échelle.</translation>
    </message>
    <message>
        <source>Pixel size must be {0} to {1} m for an image with pixels of {2} m, got {3} m.</source>
        <translation>La taille de pixel doit être de {0} à {1} m pour une image aux pixels de {2} m, et non {3} m.</translation>
    </message>
    <message>
        <source>Ratio must be {0} to {1}, got {2}.</source>
        <translation>Le rapport d'échelle doit être de {0} à {1}, et non {2}.</translation>
    </message>
    <message>
        <source>Training on {0} blocks of ground, judged on {1} others.</source>
        <translation>Entraînement sur {0} blocs de sol, jugé sur {1} autres.</translation>
    </message>
    <message>
        <source>The model is no better than bicubic enlargement with projection ({0} dB PSNR) on ground that it has not seen; train it longer or on more images.</source>
        <translation>Le modèle n'est pas meilleur que l'agrandissement bicubique avec projection ({0} dB PSNR) sur du sol qu'il n'a pas vu ; entraînez-le plus longtemps ou sur plus d'images.</translation>
    </message>
    <message>
        <source>High must be one image for each low image ({0}), got {1}.</source>
        <translation>Il faut une image fine par image grossière ({0}), et non {1}.</translation>
    </message>
    <message>
        <source>Ratio must be {0}, that of the initial model, got {1}.</source>
        <translation>Le rapport d'échelle doit être {0}, celui du modèle initial, et non {1}.</translation>
    </message>
    <message>
        <source>{0} of {1} blocks of {2} x {3} low px are used, as the memory takes.</source>
        <translation>{0} blocs sur {1} de {2} x {3} px grossiers sont utilisés, selon la mémoire disponible.</translation>
    </message>
    <message>
        <source>The synthetic town has {0} x {1} px; wrote {2}.</source>
        <translation>La ville synthétique a {0} x {1} px ; écrit : {2}.</translation>
    </message>
    <message>
        <source>The synthetic town has {0} x {1} px and {2} buildings; wrote {3}.</source>
        <translation>La ville synthétique a {0} x {1} px et {2} bâtiments ; écrit : {3}.</translation>
    </message>
    <message>
        <source>Seed must be at least 0, got {0}.</source>
        <translation>La graine doit être d'au moins 0, et non {0}.</translation>
    </message>
    <message>
        <source>Size must be 1 to {0} px, got {1} px.</source>
        <translation>La taille doit être de 1 à {0} px, et non {1} px.</translation>
    </message>
    <message>
        <source>Resolution must be 0.03 to 5 m, got {0} m.</source>
        <translation>La résolution doit être de 0,03 à 5 m, et non {0} m.</translation>
    </message>
    <message>
        <source>The training needs squares of {0} x {1} px that two dates show by at least {2}; the series has none.</source>
        <translation>L'entraînement demande des carrés de {0} x {1} px que deux dates montrent à au moins {2} ; la série n'en a pas.</translation>
    </message>
    <message>
        <source>No pixel of the series is left for the training; check masks, area and nodata.</source>
        <translation>Aucun pixel de la série ne reste pour l'entraînement ; vérifiez les masques, la zone et le nodata.</translation>
    </message>
    <message>
        <source>No two images of the series show the same ground; a training needs two dates of it.</source>
        <translation>Aucune paire d'images de la série ne montre le même sol ; un entraînement en demande deux dates.</translation>
    </message>
    <message>
        <source>Training on {0} dates of {1} blocks of ground.</source>
        <translation>Entraînement sur {0} dates de {1} blocs de sol.</translation>
    </message>
    <message>
        <source>Base channels must be a multiple of 8, got {0}.</source>
        <translation>Les canaux de base doivent être un multiple de 8, et non {0}.</translation>
    </message>
    <message>
        <source>The network must be {0}, got '{1}'.</source>
        <translation>Le réseau doit être {0}, et non « {1} ».</translation>
    </message>
    <message>
        <source>The initial model needs {0} bands ({1}), the images have {2} ({3}); choose the bands in that order.</source>
        <translation>Le modèle initial demande {0} bandes ({1}), les images en ont {2} ({3}) ; choisissez les bandes dans cet ordre.</translation>
    </message>
    <message>
        <source>{0} of {1} blocks of ground are used, as the memory takes.</source>
        <translation>{0} blocs de sol sur {1} sont utilisés, selon la mémoire disponible.</translation>
    </message>
    <message>
        <source>No ground is held back from the training, so the report measures on ground that the network has seen.</source>
        <translation>Aucun sol n'est réservé hors de l'entraînement, le rapport mesure donc sur du sol que le réseau a vu.</translation>
    </message>
    <message>
        <source>The model gets no confidence, because the training images are in no file.</source>
        <translation>Le modèle ne reçoit pas de confiance, car les images d'entraînement ne sont dans aucun fichier.</translation>
    </message>
    <message>
        <source>The model gets no confidence, because the training images are too small: {0} cells of {1} px, at least {2} are needed.</source>
        <translation>Le modèle ne reçoit pas de confiance, car les images d'entraînement sont trop petites : {0} cellules de {1} px, il en faut au moins {2}.</translation>
    </message>
    <message>
        <source>Resumed after epoch {0} of {1}.</source>
        <translation>Repris après l'époque {0} sur {1}.</translation>
    </message>
    <message>
        <source>There is no checkpoint to resume from; the training starts at the beginning.</source>
        <translation>Il n'y a pas de point de reprise ; l'entraînement commence au début.</translation>
    </message>
    <message>
        <source>Loss must be one of {0}, got {1}.</source>
        <translation>La perte doit être l'une de {0}, et non {1}.</translation>
    </message>
    <message>
        <source>The network 'multiunet' needs second images; train a 'unet' without.</source>
        <translation>Le réseau « multiunet » demande des deuxièmes images ; entraînez un « unet » sans elles.</translation>
    </message>
    <message>
        <source>The network '{0}' takes no second images; train a 'unet' with them.</source>
        <translation>Le réseau « {0} » n'accepte pas de deuxièmes images ; entraînez un « unet » avec elles.</translation>
    </message>
    <message>
        <source>Schedule must be one of {0}, got {1}.</source>
        <translation>Le programme du taux doit être l'un de {0}, et non {1}.</translation>
    </message>
    <message>
        <source>Optimizer must be one of {0}, got {1}.</source>
        <translation>L'optimiseur doit être l'un de {0}, et non {1}.</translation>
    </message>
    <message>
        <source>Learning rate must be above 0 and below 1, got {0}.</source>
        <translation>Le taux d'apprentissage doit être supérieur à 0 et inférieur à 1, et non {0}.</translation>
    </message>
    <message>
        <source>The training diverged in epoch {0}: {1}; choose a learning rate below {2}.</source>
        <translation>L'entraînement a divergé à l'époque {0} : {1} ; choisissez un taux d'apprentissage inférieur à {2}.</translation>
    </message>
    <message>
        <source>The checkpoint '{0}' was written by another version of EO Deep; train without resuming.</source>
        <translation>Le point de reprise « {0} » a été écrit par une autre version d'EO Deep ; entraînez sans reprendre.</translation>
    </message>
    <message>
        <source>The checkpoint '{0}' comes from other data or settings; train without resuming.</source>
        <translation>Le point de reprise « {0} » vient d'autres données ou réglages ; entraînez sans reprendre.</translation>
    </message>
    <message>
        <source>Wrote '{0}'.</source>
        <translation>« {0} » est écrit.</translation>
    </message>
    <message>
        <source>Wrote {0}.</source>
        <translation>Écrit : {0}.</translation>
    </message>
    <message>
        <source>Method: {0}.</source>
        <translation>Méthode : {0}.</translation>
    </message>
    <message>
        <source>{0}: OK in {1} s ({2})</source>
        <translation>{0} : OK en {1} s ({2})</translation>
    </message>
    <message>
        <source>Epoch {0} of {1}: loss {2}.</source>
        <translation>Époque {0} sur {1} : perte {2}.</translation>
    </message>
    <message>
        <source>Epoch {0} of {1}: loss {2}, {3} {4} on the validation data.</source>
        <translation>Époque {0} sur {1} : perte {2}, {3} {4} sur les données de validation.</translation>
    </message>
    <message>
        <source>The training up to epoch {0} of {1} is kept in '{2}'; run it again with 'Resume' to continue from there.</source>
        <translation>L'entraînement jusqu'à l'époque {0} sur {1} est conservé dans « {2} » ; exécutez de nouveau avec « Reprendre un entraînement interrompu » pour continuer à partir de là.</translation>
    </message>
    <message>
        <source>Nothing was classified: every pixel is nodata or outside the area.</source>
        <translation>Rien n'a été classé : tous les pixels sont nodata ou hors de la zone.</translation>
    </message>
    <message>
        <source>Nothing was written: every pixel is nodata or outside the area.</source>
        <translation>Rien n'a été écrit : tous les pixels sont nodata ou hors de la zone.</translation>
    </message>
    <message>
        <source>Deepness has no models of patches; other software gives it patches of {0} px.</source>
        <translation>Deepness n'a pas de modèles d'imagettes ; les autres logiciels lui donnent des imagettes de {0} px.</translation>
    </message>
    <message>
        <source>Of '{0}' only the faithful image is written, not sharpness and errors.</source>
        <translation>De « {0} », seule l'image fidèle est écrite, pas la netteté ni les erreurs.</translation>
    </message>
    <message>
        <source>The tile must be the model's patch of {0} px, got {1} px.</source>
        <translation>La tuile doit être l'imagette du modèle de {0} px, et non {1} px.</translation>
    </message>
    <message>
        <source>The program '{0}' cannot be made an ONNX program: {1}.</source>
        <translation>Le programme « {0} » ne peut pas devenir un programme ONNX : {1}.</translation>
    </message>
    <message>
        <source>The file '{0}' of a network does not exist.</source>
        <translation>Le fichier de réseau « {0} » n'existe pas.</translation>
    </message>
    <message>
        <source>The file of a network must hold 1 byte to {0} GB, '{1}' holds {2} bytes.</source>
        <translation>Un fichier de réseau doit contenir de 1 octet à {0} Go, « {1} » contient {2} octets.</translation>
    </message>
    <message>
        <source>The file '{0}' of a network cannot be read: {1}.</source>
        <translation>Le fichier de réseau « {0} » ne peut pas être lu : {1}.</translation>
    </message>
    <message>
        <source>'{0}' holds more than {1} GB.</source>
        <translation>« {0} » contient plus de {1} Go.</translation>
    </message>
    <message>
        <source>The program uses the operator {0}, which is not among those that can be imported.</source>
        <translation>Le programme utilise l'opérateur {0}, qui n'est pas parmi ceux qui peuvent être importés.</translation>
    </message>
    <message>
        <source>'{0}' is not a program of torch.export, or is damaged.</source>
        <translation>« {0} » n'est pas un programme de torch.export, ou est endommagé.</translation>
    </message>
    <message>
        <source>'{0}' is not a program of torch.export as PyTorch 2.9 and later write it.</source>
        <translation>« {0} » n'est pas un programme de torch.export tel que PyTorch 2.9 ou plus récent l'écrit.</translation>
    </message>
    <message>
        <source>0: unlike the training images</source>
        <translation>0 : différent des images d'entraînement</translation>
    </message>
    <message>
        <source>0.05: rare in training</source>
        <translation>0,05 : rare à l'entraînement</translation>
    </message>
    <message>
        <source>1: typical</source>
        <translation>1 : typique</translation>
    </message>
    <message>
        <source>{0} ({1} standard deviations)</source>
        <translation>{0} ({1} écart-type)</translation>
    </message>
    <message>
        <source>{0} or more ({1} standard deviations)</source>
        <translation>{0} ou plus ({1} écart-type)</translation>
    </message>
    <message>
        <source>1 standard deviation</source>
        <translation>1 écart-type</translation>
    </message>
    <message>
        <source>3 or more</source>
        <translation>3 ou plus</translation>
    </message>
    <message>
        <source>usual</source>
        <translation>habituel</translation>
    </message>
    <message>
        <source>suspect</source>
        <translation>suspect</translation>
    </message>
    <message>
        <source>highest</source>
        <translation>maximum</translation>
    </message>
    <message>
        <source>true positive</source>
        <translation>vrai positif</translation>
    </message>
    <message>
        <source>false positive</source>
        <translation>faux positif</translation>
    </message>
    <message>
        <source>false negative</source>
        <translation>faux négatif</translation>
    </message>
    <message>
        <source>true negative</source>
        <translation>vrai négatif</translation>
    </message>
    <message>
        <source>right</source>
        <translation>juste</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>faux</translation>
    </message>
    <message>
        <source>1: the same</source>
        <translation>1 : identique</translation>
    </message>
    <message>
        <source>The model needs {0} {1}: {2}; got {3}.</source>
        <translation>Le modèle demande {0} {1} : {2} ; il y en a {3}.</translation>
    </message>
    <message>
        <source>{0} of {1} patches are less likely than 99 % of the training images; do not trust the classes.</source>
        <translation>{0} des {1} imagettes sont moins probables que 99 % des images d'entraînement ; ne vous fiez pas aux classes.</translation>
    </message>
    <message>
        <source>{0} of {1} patches are less likely than 99 % of the training images.</source>
        <translation>{0} des {1} imagettes sont moins probables que 99 % des images d'entraînement.</translation>
    </message>
    <message>
        <source>The order of the bands may be another one: with the bands {0}, {1} of a sample of the patches would be likely.</source>
        <translation>L'ordre des bandes est peut-être un autre : avec les bandes {0}, {1} d'un échantillon des imagettes seraient probables.</translation>
    </message>
    <message>
        <source>The units of the values may be other ones: with the pixel values '{0}', {1} of a sample of the patches would be likely.</source>
        <translation>Les unités des valeurs sont peut-être d'autres : avec les valeurs de pixel « {0} », {1} d'un échantillon des imagettes seraient probables.</translation>
    </message>
    <message>
        <source>Neither another order of bands nor other units of its values would make it likely: the image may come from another sensor, be stretched for display, or show an unknown season or landscape.</source>
        <translation>Ni un autre ordre des bandes ni d'autres unités de ses valeurs ne la rendraient probable : l'image vient peut-être d'un autre capteur, est étirée pour l'affichage, ou montre une saison ou un paysage inconnus.</translation>
    </message>
    <message>
        <source>{0} regions below {1} m2 were merged into neighbouring regions.</source>
        <translation>{0} régions de moins de {1} m2 ont été fusionnées avec des régions voisines.</translation>
    </message>
    <message>
        <source>{0} regions below {1} m2 without neighbours were left out.</source>
        <translation>{0} régions de moins de {1} m2 sans voisins ont été laissées de côté.</translation>
    </message>
    <message>
        <source>{0} holes below {1} m2 were filled.</source>
        <translation>{0} trous de moins de {1} m2 ont été remplis.</translation>
    </message>
    <message>
        <source>'{0}' is read as a class map: each stored number is a class, the band's scale is ignored.</source>
        <translation>« {0} » est lu comme carte de classes : chaque nombre enregistré est une classe, l'échelle de la bande est ignorée.</translation>
    </message>
    <message>
        <source>'{0}' is read as a class map: each whole number is a class.</source>
        <translation>« {0} » est lu comme carte de classes : chaque nombre entier est une classe.</translation>
    </message>
    <message>
        <source>'{0}' is read as probabilities, of which {1} means 1; the maximum is {2}.</source>
        <translation>« {0} » est lu comme des probabilités, dont {1} signifie 1 ; le maximum est {2}.</translation>
    </message>
    <message>
        <source>{0} of {1} {2} polygons are smaller than a pixel{3} and contain no pixel centre, so they do not count; use a finer resolution or image.</source>
        <translation>{0} polygones sur {1} ({2}) sont plus petits qu'un pixel{3} et ne contiennent aucun centre de pixel, ils ne comptent donc pas ; utilisez une résolution ou une image plus fine.</translation>
    </message>
    <message>
        <source>Training in {0} processes.</source>
        <translation>Entraînement dans {0} processus.</translation>
    </message>
    <message>
        <source>Process {0} of {1} of the training was killed, probably because the memory was full.</source>
        <translation>Le processus {0} sur {1} de l'entraînement a été tué, probablement parce que la mémoire était pleine.</translation>
    </message>
    <message>
        <source>The processes of the training lost each other.</source>
        <translation>Les processus de l'entraînement ont perdu contact les uns avec les autres.</translation>
    </message>
    <message>
        <source>There is one NVIDIA GPU, so the device 'gpus' is the same as 'auto'.</source>
        <translation>Il y a un seul GPU NVIDIA : le processeur « gpus » équivaut donc à « auto ».</translation>
    </message>
    <message>
        <source>There is no NVIDIA GPU that torch can use, so the device 'gpus' is the same as 'auto'.</source>
        <translation>Il n'y a pas de GPU NVIDIA que torch puisse utiliser : le processeur « gpus » équivaut donc à « auto ».</translation>
    </message>
    <message>
        <source>Batch size must be at least {0}, the number of processes, got {1}.</source>
        <translation>La taille de lot doit être d'au moins {0}, le nombre de processus ; reçu : {1}.</translation>
    </message>
    <message>
        <source>The number of processes in 'cluster' must be 1 to {0}, as many as there are cores, got '{1}'.</source>
        <translation>Le nombre de processus dans « cluster » doit être de 1 à {0}, le nombre de cœurs ; reçu : « {1} ».</translation>
    </message>
    <message>
        <source>'cluster' must be local:N, gpus, the address of a Dask scheduler (tcp://host:port, tls://host:port) or a scheduler file, got '{0}'.</source>
        <translation>« cluster » doit être local:N, gpus, l'adresse d'un ordonnanceur Dask (tcp://hote:port, tls://hote:port) ou un fichier d'ordonnanceur ; reçu : « {0} ».</translation>
    </message>
    <message>
        <source>The parameter 'cluster' needs the package '{0}' in the engine's environment; add it with 'Set up the engine' in QGIS, or with 'python -m pip install dask distributed cryptography'.</source>
        <translation>Le paramètre « cluster » a besoin du paquet « {0} » dans l'environnement du moteur ; ajoutez-le avec « Installer le moteur » dans QGIS, ou avec « python -m pip install dask distributed cryptography ».</translation>
    </message>
    <message>
        <source>No Dask scheduler answers at '{0}'; check the address, and that it is running.</source>
        <translation>Aucun ordonnanceur Dask ne répond à « {0} » ; vérifiez l'adresse, et qu'il est lancé.</translation>
    </message>
    <message>
        <source>The cluster '{0}' has no workers; start some with 'dask worker'.</source>
        <translation>La grappe de calcul « {0} » n'a aucun processus de travail ; lancez-en avec « dask worker ».</translation>
    </message>
    <message>
        <source>The cluster '{0}' has no workers any more.</source>
        <translation>La grappe de calcul « {0} » n'a plus aucun processus de travail.</translation>
    </message>
    <message>
        <source>The scheduler of the cluster '{0}' does not answer any more.</source>
        <translation>L'ordonnanceur de la grappe de calcul « {0} » ne répond plus.</translation>
    </message>
    <message>
        <source>'{0}' is no scheduler file, as 'dask scheduler --scheduler-file' writes it.</source>
        <translation>« {0} » n'est pas un fichier d'ordonnanceur tel que l'écrit « dask scheduler --scheduler-file ».</translation>
    </message>
    <message>
        <source>The cluster 'gpus' needs an NVIDIA GPU, and torch sees none on this computer.</source>
        <translation>La grappe de calcul « gpus » a besoin d'un GPU NVIDIA, et torch n'en voit aucun sur cet ordinateur.</translation>
    </message>
    <message>
        <source>'device' must be auto or cuda where 'cluster' is gpus, got '{0}'.</source>
        <translation>« device » doit être auto ou cuda quand « cluster » est gpus ; reçu : « {0} ».</translation>
    </message>
    <message>
        <source>{0} workers of the cluster '{1}' make the parts.</source>
        <translation>{0} processus de la grappe de calcul « {1} » traitent les parties.</translation>
    </message>
    <message>
        <source>One worker of the cluster '{0}' makes the parts.</source>
        <translation>Un processus de la grappe de calcul « {0} » traite les parties.</translation>
    </message>
    <message>
        <source>The cluster had nothing to do: the image is one tile, or all parts were done already.</source>
        <translation>La grappe de calcul n'avait rien à faire : l'image tient en une tuile, ou toutes les parties étaient déjà faites.</translation>
    </message>
    <message>
        <source>The cluster '{0}' is not used, because the result is not made in parts.</source>
        <translation>La grappe de calcul « {0} » n'est pas utilisée, car le résultat n'est pas produit par parties.</translation>
    </message>
    <message>
        <source>'{0}', where the parts of '{1}' go, is not a writable folder.</source>
        <translation>« {0} », où vont les parties de « {1} », n'est pas un dossier où l'on peut écrire.</translation>
    </message>
    <message>
        <source>The output '{0}' must end in .vrt, because its parts are kept.</source>
        <translation>La sortie « {0} » doit se terminer par .vrt, car ses parties sont conservées.</translation>
    </message>
    <message>
        <source>The parts in '{0}' are of another job: {1}; choose another output, or remove the folder.</source>
        <translation>Les parties dans « {0} » sont d'un autre travail : {1} ; choisissez une autre sortie ou supprimez le dossier.</translation>
    </message>
    <message>
        <source>{0} of {1} parts in '{2}' are done already.</source>
        <translation>{0} des {1} parties dans « {2} » sont déjà faites.</translation>
    </message>
    <message>
        <source>{0} of {1} parts were not made.</source>
        <translation>{0} des {1} parties n'ont pas été faites.</translation>
    </message>
    <message>
        <source>Only a model for prompts has a decoder; leave it out for {0}.</source>
        <translation>Seul un modèle pour points et boîtes a un décodeur ; omettez-le pour {0}.</translation>
    </message>
    <message>
        <source>A model for prompts is made of two files, an encoder and a decoder: give both.</source>
        <translation>Un modèle pour points et boîtes se compose de deux fichiers, un encodeur et un décodeur : indiquez les deux.</translation>
    </message>
    <message>
        <source>An encoder and a decoder must be ONNX files, '{0}' is a program of torch.export.</source>
        <translation>Un encodeur et un décodeur doivent être des fichiers ONNX, « {0} » est un programme de torch.export.</translation>
    </message>
    <message>
        <source>What points or boxes mark is of one class, got the names {0}.</source>
        <translation>Ce que des points ou des boîtes désignent est d'une seule classe, les noms donnés sont {0}.</translation>
    </message>
    <message>
        <source>'{0}' only outlines what is marked: give points or boxes.</source>
        <translation>« {0} » ne délimite que ce qui est désigné : indiquez des points ou des boîtes.</translation>
    </message>
    <message>
        <source>The {0} must be 0 to 1, got {1}.</source>
        <translation>La valeur « {0} » doit être comprise entre 0 et 1, elle est de {1}.</translation>
    </message>
    <message>
        <source>{0} of {1} {2} on the image have no object of their own.</source>
        <translation>{0} des {1} {2} sur l'image n'ont pas d'objet propre.</translation>
    </message>
    <message>
        <source>{0} objects reach the edge of what the model sees at once; they may be cut there.</source>
        <translation>{0} objets atteignent le bord de ce que le modèle voit en une fois ; ils peuvent y être coupés.</translation>
    </message>
    <message>
        <source>No {0} lies near the area '{1}'.</source>
        <translation>Aucun élément ({0}) ne se trouve près de l'emprise « {1} ».</translation>
    </message>
    <message>
        <source>No {0} of '{1}' lies on the image; check the layer's CRS and place.</source>
        <translation>Aucun élément ({0}) de « {1} » ne se trouve sur l'image ; vérifiez le SCR et la position de la couche.</translation>
    </message>
    <message>
        <source>{0} of {1} {2} in '{3}' lie beyond the image.</source>
        <translation>{0} des {1} {2} de « {3} » se trouvent hors de l'image.</translation>
    </message>
    <message>
        <source>The model sees {0} x {1} px at a time, {2}.</source>
        <translation>Le modèle voit {0} x {1} px à la fois, {2}.</translation>
    </message>
    <message>
        <source>No {0} lies in the view, the box around the area.</source>
        <translation>Aucun élément ({0}) ne se trouve dans la vue, le rectangle autour de l'emprise.</translation>
    </message>
    <message>
        <source>The view holds no pixels: all are nodata.</source>
        <translation>La vue ne contient aucun pixel : tous sont sans donnée.</translation>
    </message>
    <message>
        <source>The cluster '{0}' needs certificates; state them in Dask's configuration (distributed.comm.tls).</source>
        <translation>La grappe « {0} » demande des certificats ; indiquez-les dans la configuration de Dask (distributed.comm.tls).</translation>
    </message>
    <message>
        <source>The worker {0} lacks a part of EO Deep ({1}); install the same version there.</source>
        <translation>Il manque au processus {0} une partie d'EO Deep ({1}) ; installez-y la même version.</translation>
    </message>
    <message>
        <source>{0} failed: the processes that worked at it ended, probably because the memory was full.</source>
        <translation>{0} a échoué : les processus qui y travaillaient se sont arrêtés, sans doute parce que la mémoire était pleine.</translation>
    </message>
    <message>
        <source>The workers have different processors ({0}): the last digits of values may differ from part to part.</source>
        <translation>Les machines ont des processeurs différents ({0}) : les dernières décimales des valeurs peuvent différer d'une partie à l'autre.</translation>
    </message>
    <message>
        <source>'{0}' runs in one process, and {1} were started; start it without torchrun.</source>
        <translation>« {0} » s'exécute en un seul processus et {1} ont été lancés ; lancez-le sans torchrun.</translation>
    </message>
    <message>
        <source>Device 'gpus' needs NCCL, which this build of torch lacks; choose one GPU, such as cuda:1.</source>
        <translation>Le périphérique « gpus » demande NCCL, absent de cette version de torch ; choisissez un seul GPU, par exemple cuda:1.</translation>
    </message>
    <message>
        <source>Device '{0}' is one device, and {1} processes were started; choose gpus or cpu.</source>
        <translation>Le périphérique « {0} » est unique et {1} processus ont été lancés ; choisissez gpus ou cpu.</translation>
    </message>
    <message>
        <source>{0} processes or more were started on a machine where torch sees {1} GPUs; start one for each GPU.</source>
        <translation>{0} processus ou plus ont été lancés sur une machine où torch voit {1} GPU ; lancez-en un par GPU.</translation>
    </message>
    <message>
        <source>Device cpu:N must have a number of processes from 1 to {0}, got '{1}'.</source>
        <translation>Dans cpu:N, le nombre de processus doit être de 1 à {0}, or c'est « {1} ».</translation>
    </message>
    <message>
        <source>The {0} processes of the training did not meet at {1}: {2}.</source>
        <translation>Les {0} processus de l'entraînement ne se sont pas trouvés à {1} : {2}.</translation>
    </message>
    <message>
        <source>Device '{0}' is for trainings of networks; choose auto, cpu, cuda, cuda:N or mps.</source>
        <translation>Le périphérique « {0} » est pour l'entraînement de réseaux ; choisissez auto, cpu, cuda, cuda:N ou mps.</translation>
    </message>
    <message>
        <source>The processes of the training have other settings, data or versions; start all with the same arguments and the same EO Deep and torch.</source>
        <translation>Les processus de l'entraînement ont des réglages, des données ou des versions différents ; lancez-les tous avec les mêmes arguments et les mêmes EO Deep et torch.</translation>
    </message>
    <message>
        <source>Another process of the training has ended; its own message says why.</source>
        <translation>Un autre processus de l'entraînement s'est arrêté ; son propre message dit pourquoi.</translation>
    </message>
    <message>
        <source>{0} are nodata, because the model's output is not finite there: {1}.</source>
        <translation>{0} sont sans donnée, car la sortie du modèle n'y est pas finie : {1}.</translation>
    </message>
</context>
</TS>
