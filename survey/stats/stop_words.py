"""Words that do not say what a comment is about, in the languages customers write in.

Beside the small words of a language these are words of mere praise, blame and thanks: how it was is
what the score says.
"""

from __future__ import annotations

STOP_WORDS = {
    "en": """a about after again all also am an and any are as at be because been before being
 both but by can can't cant could couldn't couldnt did didn't didnt do does doesn't
 doesnt doing don't dont down each even ever every few for from get gets getting got
 had has have haven't havent having he her here him his how i i'm im i've ive if in
 into is isn't isnt it it's its just let like made make many me more most much must my
 no nor not now of off on once one only or other our out over own per please really
 same she should so some still such than that that's thats the their them then there
 these they this those through to too two under until up us very via was wasn't wasnt
 we well were what when where which while who whom why will with won't wont would you
 your yours good great nice excellent best better bad worst worse poor poorly happy
 unhappy thank thanks thankyou ok okay fine perfect super amazing awesome lovely
 brilliant fantastic wonderful terrible horrible pathetic useless nothing everything
 anything something somebody someone absolutely extremely quite definitely always
 never think thing things lot say sir madam mam dear hi hello yes improve improved
 improvement satisfied satisfying disappointed wow positive negative""",
    "es": """a al algo ante antes aquí así aun aún aunque cada como con cual cuando de del desde
 donde dos el él ella ellos en entre era eran es esa ese eso esta está están estaba
 este esto estoy estos fue fueron ha hace hacen hacer han hasta hay he la las le les
 lo los más me mi mis mucho muy nada ni no nos nosotros o os otra otro para pero poco
 por porque pues que qué quien se sea ser si sí sido sin sobre solo sólo son soy su
 sus también tan tanto te tengo tiene tienen todo todos tu tus un una uno unos usted y
 ya yo había he ser fui muchas gracias bien bueno buena buenos buenas excelente mejor
 peor malo mala mal pésimo pésima gracias perfecto perfecta genial nunca siempre cosa
 cosas feliz satisfecho satisfecha contento contenta encantada encantado""",
    "fr": """à a ai ainsi alors as au aucun aussi autre aux avais avait avant avec avez avoir bien
 c ça car ce ceci cela ces cet cette ceux chaque chez comme comment d dans de déjà
 depuis des donc du elle elles en encore est et étaient était été être eu eux fait
 faire faut ici il ils j je jusqu l la là le les leur leurs lui m ma mais me même mes
 moi mon n ne ni nos notre nous on ont ou où par parce pas peu peut plus pour pourquoi
 qu quand que quel quelle qui s sa sans se sera ses si son sont sous suis sur t ta tes
 toi ton toujours tous tout toute toutes très tu un une va vers vos votre vous y bon
 bonne bons bonnes excellent excellente parfait parfaite merci mauvais mauvaise super
 génial nul nulle rien jamais chose choses content contente satisfait satisfaite mieux
 pire""",
    "de": """ab aber alle allem allen alles als also am an auch auf aus bei beim bin bis bitte da
 dabei damit dann das dass dem den denn der des deshalb die dies diese dieser dieses
 doch dort du durch ein eine einem einen einer eines er erst es etwas euch euer für
 gar ganz gegen gibt hab habe haben hat hatte hatten hier hin ich ihm ihn ihnen ihr
 ihre ihrem ihren im immer in ins ist ja jede jeden jeder jetzt kann kein keine keinen
 können könnte man mal mehr mein meine meinem meinen meiner mich mir mit muss nach
 nicht nichts noch nun nur ob oder ohne schon sehr sein seine seit sich sie sind so
 soll sollte sondern sonst über um und uns unser unsere unter viel vom von vor war
 waren warum was wegen weil weiter welche wenn wer werde werden wie wieder wir wird wo
 wurde wurden würde zu zum zur zwei gut gute guten guter gutes besser beste bestens
 schlecht schlechte schlechter super toll prima danke perfekt alles nie niemals sache
 zufrieden unzufrieden ok okay leider einfach wirklich nett""",
    "pt": """a à ainda além ao aos apenas após as às assim até cada com como contra da das de dela
 dele depois desde deste do dos e é ela elas ele eles em entre era eram essa esse esta
 está estão estava este estou eu faz fazer foi foram há isso isto já lá lhe mais mas
 me mesmo meu meus mim minha minhas muito muita na nada não nas nem no nos nós nossa
 nosso num numa o os ou outra outro para pela pelo pois por porque pouco quais qual
 quando que quem são se seja sem sempre ser seu seus só sobre sou sua suas também tão
 te tem têm tenho ter teve tinha todo todos tudo tu um uma umas uns vez você vocês
 obrigado obrigada bom boa bons boas ótimo ótima excelente melhor pior mau má ruim
 péssimo péssima perfeito perfeita bem mal nunca coisa coisas feliz satisfeito
 satisfeita gostei""",
    "pl": """a aby albo ale ani aż bardzo bez będzie bo by być był była było były chce ci co coś
 czy czyli dla do dobrze go i ich ile im inne innych iż ja jak jaki jako je jednak
 jego jej jest jestem jeszcze jeśli już każdy kiedy kto która które który ku lub ma
 mam mi mimo mnie moje może można mój mu my na nad nam nas nasz nawet nic nich nie
 niego niej nim nią no o od on ona one oni oraz po pod poza przed przez przy są się
 sobie swoje ta tak także tam te tego tej ten też to tu tyle tylko tym u w we wam was
 więc wszystko z za zawsze ze że żeby żadna żadne żaden dziękuję dobry dobra dobre
 super świetnie świetna świetny źle zły zła złe najlepszy najgorszy dziękuje nigdy
 rzecz zadowolony zadowolona polecam niestety fatalnie fatalna doskonale""",
    "ar": """من في على إلى الى عن مع هذا هذه ذلك تلك التي الذي الذين كان كانت يكون لم لن لا ما هل
 أن ان إن أو او ثم بل كل بعض أي اي هو هي هم نحن أنا انا أنت انت لي لنا له لها لهم به
 بها قد لقد عند عندي حتى إذا اذا لكن و ف ب ل ك غير بعد قبل بين منذ أيضا ايضا جدا فقط
 كما لأن لان شيء أحد يوجد تم يتم شكرا جيد جيدة ممتاز ممتازة رائع رائعة سيئ سيئة سيء
 أفضل افضل أسوأ اسوأ الشكر لكم""",
    "hi": """का की के को में से है हैं था थी थे हो हुआ हुई हुए और या पर यह ये वह वे जो कि तो भी ही
 ने एक इस उस इन उन इसके उसके अपने अपनी अपना मैं मैंने मुझे मेरा मेरी मेरे हम हमें
 हमारे आप आपके आपकी आपका कर करना करने करते करता किया कोई कुछ नहीं न ना मत सब सभी बहुत
 अब तक जब तब कब क्या क्यों कैसे लिए साथ बाद पहले गया गई गए रहा रही रहे दिया दी दे
 लेकिन मगर अगर धन्यवाद अच्छा अच्छी अच्छे बढ़िया बेहतर खराब बेकार शुक्रिया""",
}
