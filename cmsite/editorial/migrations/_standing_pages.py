"""The pages that stay, as they are first written; the editors change them in the admin."""

from typing import NamedTuple


class Text(NamedTuple):
    slug: str
    title: str
    introduction: str
    body: str
    description: str  # for search engines


ABOUT = """
<p>La Carte des CM réunit trois choses qui manquaient au même endroit : un annuaire où l’on se place soi-même, une enquête annuelle sur le métier et ce qu’il rapporte, et un magazine écrit par des gens qui l’exercent.</p>
<h2>Pour qui</h2>
<ul>
<li><b>Celles et ceux qui tiennent les comptes</b> : community managers, social media managers, modérateurs, animatrices de communautés, indépendants ou salariés, en poste ou entre deux.</li>
<li><b>Qui les cherche</b> : une mairie, une agence, une association, une entreprise. On cherche près de chez soi, et l’on écrit sans que personne ne donne son adresse.</li>
<li><b>Qui s’interroge sur le métier</b> : étudiants, journalistes, responsables des ressources humaines. Les résultats de l’enquête sont publics, tableaux et données compris.</li>
</ul>
<h2>Ce que nous nous interdisons</h2>
<ul>
<li>Pas de publicité, pas de traceur, pas de mesure d’audience qui suive les gens.</li>
<li>Rien qui vienne d’ailleurs pendant votre lecture : ni police, ni carte, ni bouton de réseau social.</li>
<li>Aucun outil, aucune école, aucun profil n’a payé pour figurer ici ou y figurer mieux.</li>
<li>Aucun chiffre qui laisse deviner quelqu’un : sous onze réponses, l’enquête se tait.</li>
</ul>
<h2>D’où vient l’idée</h2>
<p>En 2010, une première enquête demandait qui étaient les community managers français, et une carte de France commençait à les placer. Le métier avait alors cinq ans. Nous avons repris la question là où elle en était restée ; <a href="/enquete/">les éditions passées</a> sont en ligne, celles des autres comprises.</p>
<h2>Qui écrit</h2>
<p>Une rédaction de praticiens. Chaque profil est relu par une personne avant de paraître, chaque commentaire aussi ; <a href="/charte-de-moderation/">la charte de modération</a> dit comment. Pour nous proposer un sujet ou nous signaler une erreur, <a href="/contact/">écrivez-nous</a>.</p>
"""

LEGAL = """
<h2>Éditeur</h2>
<p>La Carte des CM est éditée par [nom de la personne ou de l’association, forme, adresse, numéro d’inscription : à compléter avant l’ouverture]. Directeur ou directrice de la publication : [nom à compléter]. Pour nous joindre : <a href="/contact/">la page de contact</a>.</p>
<h2>Hébergeur</h2>
<p>[Nom, adresse et téléphone de l’hébergeur : à compléter avant l’ouverture.]</p>
<h2>Droits</h2>
<p>Les articles et les entretiens appartiennent à ceux qui les signent. Vous pouvez en citer un extrait court avec le nom de l’auteur et un lien. Chaque profil appartient à la personne qu’il présente : il ne peut pas être recopié dans un autre annuaire.</p>
<p>Les résultats de l’enquête se reprennent librement, à condition de citer « La Carte des CM », l’année de l’édition et l’effectif de chaque chiffre.</p>
<p>Le code du site est un logiciel libre, sous licence MIT. Les communes et les contours viennent de l’INSEE, de l’IGN, de La Poste et de la DILA, sous Licence Ouverte 2.0. Les polices Barlow et Source Serif sont sous licence SIL Open Font.</p>
<h2>Contenus des autres</h2>
<p>Les profils et les commentaires sont écrits par les personnes qui les signent. Un contenu illicite ou une erreur se signale depuis le profil ou le commentaire lui-même, ou par <a href="/contact/">la page de contact</a> : nous l’examinons sans tarder et nous répondons.</p>
<p>Les sites vers lesquels nous envoyons ne nous appartiennent pas. Nous vérifions régulièrement qu’ils répondent et retirons ceux qui ont changé de mains.</p>
<h2>Droit applicable</h2>
<p>Ce site est soumis au droit français. La façon dont vos données sont traitées est dite dans <a href="/confidentialite/">la page Confidentialité</a>.</p>
"""

PRIVACY = """
<p>Cette page décrit ce que le site fait vraiment, durée par durée. Rien d’autre n’est gardé. Aucune donnée n’est vendue, louée ni transmise à un tiers, et aucune page n’appelle un autre site pendant que vous la lisez.</p>
<h2>Quand vous lisez</h2>
<p>Lire ne laisse aucune trace nominative. Pour les profils, nous comptons les lectures de chaque jour, comme un nombre : ni qui, ni d’où, ni avec quoi.</p>
<p>Pour empêcher les abus, votre adresse réseau (IP) sert à calculer une empreinte à clé qui vit dans une mémoire temporaire, d’une minute à un jour selon les cas. L’adresse elle-même n’est écrite nulle part par le site, et deux empreintes de deux périodes ne peuvent pas être rapprochées. Le serveur de notre hébergeur tient, lui, le journal technique que la loi lui demande.</p>
<h2>Les cookies</h2>
<p>Aucun ne sert à vous suivre ; tous sont nécessaires à ce que vous demandez, et ne demandent donc pas votre accord.</p>
<ul>
<li><b>sessionid</b> : vous garde connecté·e, ou garde un message commencé le temps de confirmer votre adresse ; deux semaines.</li>
<li><b>csrftoken</b> : prouve qu’un formulaire vient bien d’ici ; posé quand une page en contient un, un an.</li>
<li><b>messages</b> : porte une phrase comme « votre message est parti » jusqu’à la page suivante.</li>
<li><b>brouillon</b> et <b>appareil</b> : pendant l’enquête seulement, et seulement sur ses pages. Le premier retrouve vos réponses en cours, trente jours au plus ; le second empêche de répondre deux fois, jusqu’à la clôture.</li>
<li><b>utile</b> : posé si vous votez pour un outil, pour que votre voix ne compte qu’une fois et puisse être reprise ; deux ans, et seulement sur les pages de la boîte à outils.</li>
</ul>
<h2>Votre compte</h2>
<p>Un compte est une adresse électronique, un nom si vous en donnez un, la date d’inscription et celle de la dernière connexion. Il n’y a pas de mot de passe : un code vous est envoyé, bon quinze minutes. Si vous ajoutez une clé d’accès, nous n’en gardons que la partie publique. Un compte dont l’adresse n’est pas confirmée disparaît sous un jour.</p>
<p>Quand vous invitez quelqu’un, son adresse sert à l’envoi et n’est pas conservée ; il n’en reste qu’une empreinte à clé, pour ne pas l’inviter deux fois.</p>
<h2>Votre profil</h2>
<p>Il contient ce que vous y écrivez. Vous choisissez qui le voit (tout le monde, les inscrits, personne), la précision du lieu, et qui voit certaines parties : disponibilité, parcours, CV. Le salaire plancher que vous indiquez, s’il y en a un, ne se montre à personne. Une commune est placée sur la carte à son centre, jamais à votre adresse.</p>
<p>Un an après sa dernière mise à jour, un courriel vous demande si le profil est toujours juste ; un autre suit quarante-cinq jours plus tard. Sans réponse soixante jours après le premier, et deux semaines au moins après le second, le profil est masqué. Il n’est pas effacé : un clic le remet en ligne.</p>
<p>Les fichiers envoyés sans être publiés sont effacés au bout de douze heures. Les tableaux importés par la rédaction sont effacés au bout de trente jours.</p>
<h2>Vos messages</h2>
<p>On vous écrit par le site sans voir votre adresse, et vous répondez de même. Une conversation est effacée douze mois après son dernier message, ou dès que vous le demandez tous les deux. Un message signalé est lu par la modération, et par elle seule.</p>
<h2>L’enquête</h2>
<p>L’enquête ne connaît pas les comptes : cette séparation est dans le code, et un test la vérifie à chaque modification. Vos réponses sont rangées sans rien qui mène à vous. Le reçu que vous recevez permet de les modifier ou de les retirer jusqu’à la clôture ; nous n’en gardons qu’une empreinte à clé. À la clôture, empreintes, brouillons et participations sont détruits, et les réponses récrites dans un ordre tiré au hasard : plus personne, nous compris, ne peut alors retrouver la vôtre, ni par conséquent la retirer.</p>
<p>Les adresses laissées pour être prévenu des résultats, et celles des personnes invitées, sont dans un tiroir à part, sans lien avec les réponses ; elles servent une fois, puis sont détruites. Aucun résultat ne paraît sur moins de onze réponses. <a href="/enquete/methode/">La page Méthode</a> explique le reste.</p>
<h2>Les commentaires</h2>
<p>Nous gardons le nom et le texte que vous signez, et une empreinte à clé de votre adresse, qui sert à vous reconnaître sans la connaître. L’adresse elle-même sert à l’envoi du code de confirmation et n’est pas gardée. Un commentaire jamais confirmé est effacé sous un jour. Le lien reçu avec le code permet d’effacer le vôtre à tout moment : le nom et le texte disparaissent alors de la base.</p>
<h2>La boîte à outils et la page de contact</h2>
<p>Proposer ou corriger un outil ne demande ni nom ni adresse ; la suggestion est effacée six mois après avoir été traitée. Un vote n’est gardé que sous forme d’une empreinte à clé, différente pour chaque outil et sans date. Ce que vous écrivez par la page de contact part par courriel à la rédaction et n’est pas gardé par le site.</p>
<h2>Ce que d’autres pourraient voir</h2>
<p>Les courriels passent par un service d’envoi, qui en voit l’adresse et le contenu. Selon le réglage de ce site, deux services de l’État ou d’une association peuvent être appelés : le service national d’adresses, qui reçoit alors le nom de lieu que vous tapez s’il n’est pas dans notre liste, et le fond de carte, que votre navigateur demande lui-même. Aucun des deux n’est actif tant que l’exploitant ne l’a pas choisi.</p>
<h2>Vos droits</h2>
<ul>
<li><b>Tout emporter</b> : dans votre compte, une archive de tout ce qui vous concerne. Elle est prête en quelques minutes et disparaît au bout d’un jour.</li>
<li><b>Tout effacer</b> : dans votre compte aussi. Le compte, le profil, ses fichiers, les conversations, les journaux qui vous nomment et les versions anciennes partent sur-le-champ. Ce que le magazine a publié avec vous reste, sans lien vers votre profil ; les réponses à l’enquête ne peuvent pas être retrouvées. Les sauvegardes s’effacent à leur tour selon leur rythme.</li>
<li><b>Corriger, limiter, vous opposer</b> : vous-même dans votre profil, ou en <a href="/contact/">nous écrivant</a>. Nous répondons sous un mois.</li>
<li><b>Vous plaindre</b> : auprès de la CNIL, 3 place de Fontenoy, 75007 Paris, www.cnil.fr.</li>
</ul>
<p>Le traitement repose sur votre consentement pour le profil, les commentaires et l’enquête, et sur notre intérêt légitime pour la protection contre les abus. Le responsable du traitement est l’éditeur nommé dans <a href="/mentions-legales/">les mentions légales</a>.</p>
"""

ACCESSIBILITY = """
<p>Tout le monde doit pouvoir chercher, lire, répondre et publier ici, avec une souris, un clavier, un lecteur d’écran, un téléphone ancien ou une mauvaise connexion.</p>
<h2>Ce qui est fait</h2>
<ul>
<li>Chaque page fonctionne sans JavaScript : la carte a sa liste, les filtres sont un formulaire.</li>
<li>Tout se fait au clavier, dans l’ordre de la lecture, avec un contour visible ; un lien mène droit au contenu.</li>
<li>La carte n’est jamais seule : la liste qui l’accompagne dit la même chose, avec les mêmes filtres.</li>
<li>Chaque graphique est un tableau : on peut l’écouter ligne à ligne et le recopier.</li>
<li>Les contrastes suivent le niveau AA, en clair comme en sombre ; la couleur ne porte jamais seule une information.</li>
<li>Les erreurs sont dites en tête de page et dans le champ, avec des mots, et rien de ce que vous avez tapé n’est perdu.</li>
<li>Les animations s’arrêtent si votre système le demande. Les pages s’impriment.</li>
</ul>
<h2>Où nous en sommes</h2>
<p>Nous visons les règles WCAG 2.2, niveau AA, et le RGAA 4.1. Ces pages sont essayées à chaque modification par des contrôles automatiques et par des parcours au clavier dans un vrai navigateur. Elles n’ont pas encore été auditées par un tiers : nous ne déclarons donc pas de taux de conformité.</p>
<h2>Ce qui n’est pas encore bien</h2>
<ul>
<li>La carte interactive est un document à part : préférez la liste, qui est complète.</li>
<li>Les CV et les documents que les gens joignent sont les leurs : nous ne pouvons pas répondre de leur accessibilité.</li>
<li>Les essais avec un lecteur d’écran ont porté sur peu de combinaisons.</li>
</ul>
<h2>Vous êtes bloqué·e</h2>
<p><a href="/contact/">Dites-le-nous</a>, avec la page et ce que vous cherchiez à faire : nous vous donnerons l’information autrement, et nous corrigerons. Sans réponse satisfaisante, vous pouvez saisir le Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07, www.defenseurdesdroits.fr.</p>
"""

MODERATION = """
<p>La modération est un métier, et c’est souvent le nôtre. Voici les règles que nous nous appliquons.</p>
<h2>Avant de paraître</h2>
<p>Un profil, un commentaire, une proposition d’outil sont lus par une personne avant d’être en ligne. Aucun automate ne décide. Tant que personne ne les a lus, ils ne se voient pas, et la version en ligne d’un profil reste telle qu’elle était.</p>
<h2>Ce que nous refusons</h2>
<ul>
<li>Ce que la loi interdit : injures, diffamation, provocation à la haine, harcèlement, atteinte à la vie privée, contrefaçon.</li>
<li>Un profil qui n’est pas le vôtre, une expérience inventée, un diplôme que vous n’avez pas.</li>
<li>La publicité, les liens d’affiliation, les textes envoyés partout.</li>
<li>Les données d’autrui : adresse, téléphone, captures de conversations privées.</li>
<li>Les attaques contre les personnes. On peut dire tout le mal possible d’un outil, d’une méthode ou de nos chiffres, avec des arguments.</li>
</ul>
<h2>Ce que nous ne refusons pas</h2>
<p>Un désaccord, une critique de nos articles, une maladresse de style, une opinion impopulaire. Nous ne récrivons pas ce que vous signez.</p>
<h2>Comment nous décidons</h2>
<ul>
<li>Un profil renvoyé l’est avec un motif, et vous pouvez le corriger et le soumettre de nouveau.</li>
<li>Un contenu signalé est relu par quelqu’un qui ne l’avait pas accepté, autant que possible.</li>
<li>Les sanctions sont proportionnées : retirer le contenu d’abord, suspendre l’envoi de messages ensuite, fermer un compte en dernier.</li>
<li>Chaque décision de la modération est inscrite dans un journal interne.</li>
</ul>
<h2>Contester</h2>
<p><a href="/contact/">Écrivez-nous</a> en disant laquelle et pourquoi. Une autre personne que celle qui a décidé relira, et vous répondra avec ses raisons.</p>
<h2>Signaler</h2>
<p>Chaque profil, chaque message et chaque commentaire porte un lien « Signaler ». Votre nom n’est jamais donné à la personne signalée.</p>
"""

CONTACT = """
<h3>La réponse est peut-être déjà là</h3>
<ul>
<li>Écrire à quelqu’un de l’annuaire : depuis <a href="/annuaire/">son profil</a>.</li>
<li>Modifier ou effacer votre profil : dans <a href="/compte/">votre compte</a>.</li>
<li>Proposer un outil : dans <a href="/outils/proposer/">la boîte à outils</a>.</li>
<li>Comprendre un chiffre : dans <a href="/enquete/methode/">la méthode de l’enquête</a>.</li>
</ul>
<h3>Ce que devient votre message</h3>
<p>Il part par courriel à la rédaction. Le site n’en garde pas de copie, ni votre adresse.</p>
"""

PAGES = [
    Text(
        "a-propos",
        "À propos",
        "Une carte, une enquête, un magazine : le métier vu par celles et ceux qui l’exercent.",
        ABOUT,
        "Ce qu’est La Carte des CM, pour qui, et ce qu’elle s’interdit.",
    ),
    Text(
        "mentions-legales",
        "Mentions légales",
        "Qui édite ce site, qui l’héberge, et ce que l’on peut en reprendre.",
        LEGAL,
        "Éditeur, hébergeur, droits et licences de La Carte des CM.",
    ),
    Text(
        "confidentialite",
        "Confidentialité",
        "Ce que nous gardons de vous, combien de temps, et comment le reprendre.",
        PRIVACY,
        "Ce que La Carte des CM garde de ses lecteurs, membres et répondants, et combien de temps.",
    ),
    Text(
        "accessibilite",
        "Accessibilité",
        "Ce que nous faisons pour que personne ne reste à la porte, et ce qui manque encore.",
        ACCESSIBILITY,
        "L’accessibilité de La Carte des CM : ce qui est fait, ce qui manque, à qui le dire.",
    ),
    Text(
        "charte-de-moderation",
        "Charte de modération",
        "Ce que nous publions, ce que nous refusons, et comment contester.",
        MODERATION,
        "Les règles de modération des profils, messages et commentaires de La Carte des CM.",
    ),
    Text(
        "contact",
        "Nous écrire",
        "Une personne lit, une personne répond.",
        CONTACT,
        "Écrire à la rédaction de La Carte des CM.",
    ),
]
