/* Words that may tell who wrote a remark: names, dates and shifts, numbers and addresses. A guess by
   rules anyone can read, made on this device; nothing is sent. It misses things, and it may point at a
   word that is harmless: whoever writes decides. */

const WEEKDAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?";
const MONTH = "(?:January|February|April|June|July|August|September|October|November|December)";
const SHORT_MONTH = "(?:Jan|Feb|Mar|Apr|May|March|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)";
const PART = "(?:mornings?|afternoons?|evenings?|nights?|noon)";
const DAY = "(?:0?[1-9]|[12]\\d|3[01])";
const MONTH_NUMBER = "(?:0?[1-9]|1[0-2])";
const TITLE = "(?:[Mm](?:rs?|s|x|iss|adame?|me|onsieur)|[Dd]r|[Pp]rof(?:essor)?|Sir|Herrn?|Frau|Señora?)";
const ROLE = "(?:leader|lead|manager|supervisor|boss|colleague|teammate|team mate|co-?worker|trainer"
  + "|coach|mentor|buddy|head|director|planner)";
const WORD = "[\\p{L}\\p{M}]+(?:['’-][\\p{L}\\p{M}]+)*";
const CAPITAL = "(?:\\p{Lu}['’])?\\p{Lu}[\\p{Ll}\\p{M}]+(?:['’-]\\p{Lu}?[\\p{Ll}\\p{M}]+)*";

/* What is found first keeps its place: a date is no phone number, a mail address holds no name. */
const RULES = [
  ["mail", "(?<![\\p{L}\\p{N}._%+-])[\\p{L}\\p{N}._%+-]+[@＠][\\p{L}\\p{N}-]+(?:\\.[\\p{L}\\p{N}-]+)*", "u"],
  ["name", "(?<![\\p{L}\\p{N}_])@\\p{L}[\\p{L}\\p{N}_.-]*", "u"],
  ["date", `(?<!\\d)${DAY}([./-])${MONTH_NUMBER}\\1(?:\\d{4}|\\d{2})(?!\\d)`, ""],
  ["date", `(?<!\\d)(?:19|20)\\d\\d([./-])${MONTH_NUMBER}\\1${DAY}(?!\\d)`, ""],
  ["date", `(?<=\\b(?:on|since|until|till|from|by|of)(?: the)? )${DAY}[./]${MONTH_NUMBER}\\b\\.?(?!\\d)`, "i"],
  ["date", `\\b${DAY}(?:st|nd|rd|th)?(?: of)? (?:${MONTH}|${SHORT_MONTH})\\b(?: \\d{4})?`, "i"],
  ["date", `\\b(?:${MONTH}|${SHORT_MONTH}) ${DAY}(?:st|nd|rd|th)?\\b(?:,? \\d{4})?`, "i"],
  ["date", `\\bthe ${DAY}(?:st|nd|rd|th)\\b(?! (?:time|call|level|floor|line|screen|attempt|party))`, "i"],
  ["shift", `\\b(?:(?:last|this|next|on|every|early|late) )?${WEEKDAY}['’]?s?(?: ${PART}| (?:early|late|night))?(?: shifts?)?\\b`, "i"],
  ["shift", "\\b(?:early|late|night|morning|afternoon|evening|day|weekend|back|split|twilight|graveyard|swing|\\d{1,2} ?(?:-|–|to) ?\\d{1,2})[- ]shifts?\\b", "i"],
  ["shift", "\\b(?:on|my|our|do|doing|work|working|worked) (?:earlies|lates|nights)\\b", "i"],
  ["shift", "\\bon (?:early|late)(?=[.,;:!?]|$| (?:today|this|that|next|all)\\b)", "i"],
  ["shift", "(?<!\\p{L})(?:Früh|Spät|Nacht|Tag)schicht(?:en)?(?!\\p{L})|\\bturnos? de (?:mañana|tarde|noche|noite|manhã)|\\béquipe (?:du|de) (?:matin|soir|nuit)\\b|(?<!\\p{L})(?:nocn|rann|poranni?|wieczorn)\\p{L} zmian\\p{L}", "iu"],
  ["date", "(?<!\\p{L})(?:(?:Mon|Diens|Donners|Frei|Sams|Sonn)tags?|Mittwochs?|lunes|martes|miércoles|jueves|viernes|domingo|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|(?:segunda|terça|quarta|quinta|sexta)-feira|poniedział(?:ek|ku)|wtor(?:ek|ku)|środ[aęy]|czwart(?:ek|ku)|piąt(?:ek|ku)|niedziel[aęi]|gestern|vorgestern|ayer|anteayer|avant-hier|wczoraj|ontem)(?!\\p{L})", "iu"],
  ["date", "\\byesterday(?:['’]s)?(?: (?:call|chat|mail|email|shift|meeting|contact|morning|afternoon|evening|night)s?)?\\b", "i"],
  ["date", "\\b(?:today|tonight|tomorrow)['’]s \\w+", "i"],
  ["date", `\\b(?:last|this) (?:${PART}|week(?:end)?|month)(?:['’]s \\w+)?\\b|\\b(?:the other day|(?:two|three|four|five|six|\\d) (?:days|weeks) ago)\\b`, "i"],
  ["date", `\\b${MONTH}\\b(?: \\d{4})?`, ""],
  ["date", "(?<=\\b(?:[Ii]n|[Ss]ince|[Uu]ntil|till|of|[Ll]ast|[Tt]his|[Nn]ext|by|[Ff]rom|[Dd]uring) )(?:March|May)\\b(?: \\d{4})?", ""],
  ["time", "(?<![\\d:.])(?:[01]?\\d|2[0-3]):[0-5]\\d(?: ?[ap]\\.?m\\b\\.?| Uhr\\b)?(?![\\d:])", "i"],
  ["time", "(?<![\\d.,])(?:1[0-2]|0?[1-9])(?:\\.[0-5]\\d)? ?(?:[ap]\\.?m\\b\\.?|o['’]clock\\b)|(?<![\\d.,])\\d{1,2}(?:[.:][0-5]\\d)? Uhr\\b", "i"],
  ["number", "(?<![\\p{L}\\p{N}])(?:cases?|tickets?|contacts?|orders?|calls?|customers?|clients?|accounts?|invoices?|bills?|ref(?:erence)?|id|no|nr)[.:]? ?(?:(?:number|no|nr|id)[.:]? ?)?#? ?(?=[\\p{L}-]{0,6}\\d{3})[\\p{L}\\p{N}-]*[\\p{L}\\p{N}]", "iu"],
  ["number", "\\b(?:desk|seat|ext|extension|agent)[. ] ?(?:number |no\\.? ?|nr\\.? ?)?\\d+\\b", "i"],
  ["number", "#[\\p{L}-]{0,6}\\d+|(?<![\\p{L}\\p{N}])\\p{Lu}{1,5}-?\\d{3,}(?![\\p{L}\\p{N}])", "u"],
  ["number", "(?<![\\p{Nd}\\p{Sc}.,])[+＋]?\\(?\\p{Nd}(?:[ \\u00a0().\\-/‑–]{0,3}\\p{Nd}){6,}(?![\\p{Nd}%\\p{Sc}])", "u"],
  ["number", "(?<![\\p{Nd}\\p{Sc}.,])\\p{Nd}{5,6}(?!\\p{Nd}| ?[\\p{Sc}%]|[.,]\\p{Nd}| (?:calls|chats|mails|contacts|customers|people|times|euros|pounds|dollars))", "u"],
  ["name", `(?<!\\p{L})${TITLE}\\.? (?!and\\b|or\\b)(?:\\p{Lu}\\.? ?)?${WORD}(?: ${CAPITAL})?`, "u"],
  ["name", `(?<=(?<!\\p{L})${ROLE}s?,? (?:is |was |called |named )?)${CAPITAL}(?: ${CAPITAL})*`, "u"],
  ["name", `(?<=(?<!\\p{L})(?:called|named|name is|name was) )(?!(?:me|us|him|her|them|it|back|off|out|for|in|on|at|by|to|up|the|a|an|and|or|again|twice|after|every|customers?|people|as|about|names|that|with|because|when|my|our|your|his|their)(?!\\p{L}))\\p{L}{3,}`, "iu"],
].map(([kind, pattern, flags]) => [kind, new RegExp(pattern, `g${flags}`)]);

/* Words with a capital that name no person. */
const HARMLESS = new Set((
  "English German French Spanish Polish Arabic Hindi Portuguese Dutch Italian Turkish Russian Chinese"
  + " British American European Indian Europe Germany France Spain Poland Britain England India Africa"
  + " Excel Outlook Teams Slack Zoom Windows Google Microsoft Chrome Android Apple Linux Salesforce"
  + " Zendesk Genesys Citrix Jira Facebook Instagram Twitter Whatsapp Internet Intranet Wifi Word Access"
  + " Christmas Easter Ramadan Eid Diwali Hanukkah God Okay Ok Yes No Please Thanks Thank Hello Hi Dear"
  + " But And Or So If When While Because Since Then Also Maybe Perhaps Not More Less Why What How Who"
  + " Which Where The This That These Those There Here We You They He She It Our Your Their His Her My"
  + " Fewer Better New Old Good Bad Mr Mrs Ms Dr Sir Madam Human Resources Works Council Union Quality Customer Service Team Leader"
  + " Manager Supervisor Pulse Forum Covid Brexit March May Monday"
).split(" "));

/* Before these, a word that begins a sentence is most likely a person. */
const DOES = new Set((
  "said says told tells asked asks thinks thought shouted shouts yelled yells promised promises ignored"
  + " ignores decided decides listens laughed bullies bullied hates hated leads led manages knows knew"
  + " and never always"
).split(" "));
const NO_PERSON = new Set((
  "management managers leaders leader customers customer everyone everybody someone somebody nobody"
  + " people colleagues they he she it we you who agents planning training the this that these those"
  + " hr it one others all many most some none team teams nothing something everything who what upper"
  + " headquarters supervisors supervisor manager policy law contract reports again rules and never always"
).split(" "));
/* First names that are hardly ever another word; without them "Anna is" would begin like "Tea is". */
const FIRST_NAMES = new Set((
  "Aaron Adam Adrian Agnieszka Ahmed Ahmad Aisha Alan Alex Alexander Ali Alice Alicia Alison Amanda Amina"
  + " Amir Amy Ana Andrea Andreas Andrew Angela Anita Anja Anna Anne Anthony Antonio Ben Benjamin Beth"
  + " Brian Carla Carlos Carmen Caroline Charlotte Chris Christian Christine Claire Claudia Daniel Daniela"
  + " David Deborah Diana Dmitri Eduardo Elena Elif Elizabeth Emily Emma Eric Eva Fatima Fernando Francesca"
  + " Fatma Gabriel George Giulia Hannah Hanna Hans Hassan Heather Helen Henry Hugo Ian Ibrahim Ines Ivan"
  + " Jacob James Jan Jana Jane Janet Jason Javier Jennifer Jessica Joan Joanna Johannes John Jonas"
  + " Jonathan José Joseph Juan Judith Julia Julie Karen Karin Karl Kate Katharina Katie Kevin Khalid Kofi"
  + " Kumar Laura Lena Leo Linda Lisa Louise Luca Lucas Lucy Luis Lukas Magda Manuel Marco Marcus Marek"
  + " Margaret Maria María Marie Mario Martin Martina Mary Matthew Mehmet Meera Mia Michael Michelle Miguel"
  + " Mohamed Mohammed Monika Nadia Natalia Nicole Nina Noah Olga Oliver Olivia Omar Pablo Patricia Paul"
  + " Paula Pedro Peter Petra Philip Pierre Piotr Priya Rachel Rahul Raj Rebecca Ricardo Richard Robert"
  + " Robin Rosa Ruth Sabine Samir Samuel Sandra Sara Sarah Sean Simon Sofia Sophie Stefan Stephen Steve"
  + " Susan Tanja Teresa Thomas Tim Tom Tomasz Ursula Vera Victor Victoria Wei William Yusuf Zofia Zoe"
).split(" "));
const NAMED = new RegExp(CAPITAL, "gu");
const SHORTENED = /['’](?:t|ve|m|ll|re|d)$/u;
/* Beyond this share of capitals a text is a headline, or a language that writes all nouns so. */
const MOST_CAPITALS = 0.3;
const FEW_WORDS = 6;

/** What may tell who wrote the text: [{start, end, kind}] in the text's order, without overlaps;
    `kind` is name, date, shift, time, number or mail. */
export function findTelling(text) {
  const taken = new Uint8Array(text.length);
  const found = [];
  const keep = (kind, start, end) => {
    if (taken.subarray(start, end).includes(1)) return;
    taken.fill(1, start, end);
    found.push({ start, end, kind });
  };
  for (const [kind, rule] of RULES) {
    for (const one of text.matchAll(rule)) keep(kind, one.index, one.index + one[0].length);
  }
  for (const { start, end } of names(text)) keep("name", start, end);
  return found.sort((one, other) => one.start - other.start);
}

/** Words with a capital that are most likely people, first and last name together. */
function names(text) {
  const words = [...text.matchAll(NAMED)].filter(({ index }) => !/[\p{L}\p{N}]/u.test(text[index - 1] || ""));
  if (!words.length) return [];
  const small = new Set(text.match(/(?<!\p{L})\p{Ll}+/gu));
  const candidates = words.map((one) => ({
    start: one.index,
    end: one.index + one[0].length,
    word: one[0].replace(/['’]s$/u, ""),
    isInside: /[\p{L}\p{M},;&/][ \u00a0]+$/u.test(text.slice(Math.max(0, one.index - 3), one.index)),
  })).filter(({ word }) => !HARMLESS.has(word) && !SHORTENED.test(word) && !small.has(word.toLowerCase()));
  const inside = candidates.filter(({ isInside }) => isInside);
  const n = text.match(/(?<!\p{L})\p{L}+/gu).length;
  const isTelling = inside.length <= FEW_WORDS || inside.length < MOST_CAPITALS * n;
  return joined(text, candidates.filter((one, at) => (
    one.isInside ? isTelling : isPerson(text, one, candidates[at + 1], isTelling))));
}

/** Whether the word that begins a sentence is a person, by what follows it. */
function isPerson(text, { word, end }, next, isTelling) {
  if (FIRST_NAMES.has(word)) return true;
  if (NO_PERSON.has(word.toLowerCase())) return false;
  if (isTelling && next && text.slice(end, next.start) === " ") return true;
  const [, follower = ""] = /^ ([\p{L}]+)/u.exec(text.slice(end, end + 24)) || [];
  return DOES.has(follower);
}

function joined(text, found) {
  const whole = [];
  for (const { start, end } of found) {
    const last = whole.at(-1);
    if (last && text.slice(last.end, start) === " ") last.end = end;
    else whole.push({ start, end });
  }
  return whole;
}
