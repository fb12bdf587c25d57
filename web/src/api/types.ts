// The values the server speaks in, made from its endpoint table.
// Do not edit: run the server's unit tests with FH_UPDATE=1 to write this file anew.

/** What an experience is about. */
export interface Subject {
  /** At which level. */
  level: "industry" | "organisation" | "product" | "service";
  /** Its name. */
  name: string;
}

/** A signifier that is a date. */
export interface SignifierDate {
  /** A day or time, RFC 3339. */
  date: string;
}

/** A signifier between two poles. */
export interface SignifierScale {
  /** The place between the poles: 0 is all `from`, 1 all `to`. */
  scale: number;
  /** The pole at 0. */
  from: string;
  /** The pole at 1. */
  to: string;
}

/** A signifier shared between three. */
export interface SignifierShare {
  /** Three named parts that sum to 1. */
  share: Record<string, number>;
}

/** A keyword, several, a number, yes or no, a date, a scale or a share. */
export type SignifierValue = string | string[] | number | boolean | SignifierDate | SignifierScale | SignifierShare;

/** What someone hands in. Unknown fields are errors. */
export interface Draft {
  /** The teller's words, kept byte for byte. */
  text?: string;
  /** What it is; a story where nothing is said. */
  kind?: "story" | "interaction" | "question" | "wish" | "expectation" | "workaround" | "thanks" | "concern";
  /** When it was lived: RFC 3339 or a shorter form. */
  lived_at?: string;
  /** When it was told; now where nothing is said. */
  told_at?: string;
  /** Where it comes from. */
  source?: string;
  /** The source's own id: the same again gives the first receipt. */
  source_id?: string;
  /** The source's own key for the teller; kept as a keyed hash only. */
  person?: string;
  /** In what part the teller took part. */
  party?: "customer" | "employee" | "partner" | "other";
  /** In what function. */
  function?: "production" | "delivery" | "consumption" | "support" | "maintenance";
  /** What it is about. */
  subject?: Subject | Subject[];
  /** Where they met. */
  touchpoint?: string;
  /** When in the relationship. */
  stage?: string;
  /** By which means. */
  channel?: string;
  /** Which team. */
  unit?: string;
  /** The language of the words, as "de". */
  lang?: string;
  /** What the teller expected, on `scale`. */
  expected?: number;
  /** What the teller felt, on `scale`. */
  felt?: number;
  /** Of expected and felt: "stars", "nps", "1..7"; 0 to 10 where nothing is said. */
  scale?: string;
  /** Any other meaning given, by name. */
  signifiers?: Record<string, SignifierValue>;
}

/** Ratings on the source's own scale. */
export interface OriginalRatings {
  /** As the source gave it. */
  expected?: number;
  /** As the source gave it. */
  felt?: number;
}

/** What the engine guessed. */
export interface Inferred {
  /** The language, guessed from the words. */
  lang?: string;
}

/** What one person lived. */
export interface Experience {
  /** "e17", for ever. */
  id: string;
  /** Of the newest change to it. */
  sequence?: number;
  /** 1 at the first telling. */
  version: number;
  /** Where it comes from. */
  source?: string;
  /** The source's own id. */
  source_id?: string;
  /** The teller's words. */
  text: string;
  /** What it is. */
  kind: "story" | "interaction" | "question" | "wish" | "expectation" | "workaround" | "thanks" | "concern";
  /** When it was lived, RFC 3339. */
  lived_at?: string;
  /** When it was told, RFC 3339. */
  told_at: string;
  /** A random key for the teller. */
  person?: string;
  /** Told on somebody's behalf who has not taken it as theirs yet; not there where it is not. */
  behalf?: boolean;
  /** In what part the teller took part. */
  party?: "customer" | "employee" | "partner" | "other";
  /** In what function. */
  function?: "production" | "delivery" | "consumption" | "support" | "maintenance";
  /** What it is about. */
  subjects?: Subject[];
  /** Where they met. */
  touchpoint?: string;
  /** When in the relationship. */
  stage?: string;
  /** By which means. */
  channel?: string;
  /** Which team. */
  unit?: string;
  /** The language, as told. */
  lang?: string;
  /** What the teller expected, in points from 0 to 10. */
  expected?: number;
  /** What the teller felt, in points from 0 to 10. */
  felt?: number;
  /** felt less expected. */
  gap?: number;
  /** The source's scale, where it is not 0..10. */
  scale?: string;
  /** The ratings on the source's scale. */
  original?: OriginalRatings;
  /** Any other meaning given, by name. */
  signifiers?: Record<string, SignifierValue>;
  /** What was guessed, never said by the teller. */
  inferred?: Inferred;
}

/** The reply to a draft: it is on disk and found. */
export interface Receipt {
  /** The experience's id. */
  id: string;
  /** Of the change that kept it. */
  sequence: number;
  /** What became of it. */
  status: "told" | "already_told" | "amended";
  /** With which the teller comes back; shown this once. */
  claim_code?: string;
  /** With which whom it was told for takes it as theirs; shown this once. */
  behalf_code?: string;
}

/** What an experience may be used for, from some moment on. */
export interface GrantStep {
  /** When, RFC 3339. */
  at: string;
  /** What it may be used for from then on. */
  grants: ("read" | "count" | "contact" | "share")[];
  /** Whose word that is: "teller", "source". */
  by: string;
  /** Why it may be used so. */
  basis?: string;
}

/** That its words were read, a line for each day and reader. */
export interface ReadingNote {
  /** The day, "2026-05-04"; of a month long past the last. */
  day: string;
  /** Who: "member 3", "key 1". */
  actor: string;
  /** For what. */
  purpose: "read" | "count" | "contact" | "share";
  /** How often on that day, or in that month. */
  times: number;
  /** The last time, RFC 3339. */
  last: string;
}

/** What it said before it was amended. */
export interface EarlierVersion {
  /** From 1. */
  version: number;
  /** The words as they were; not there where the teller had them dropped. */
  text?: string;
}

/** What its teller is shown. */
export interface OwnExperience {
  /** As it is now. */
  experience: Experience;
  /** Not taken by whom it was told for: somebody told it for who asks, or who asks for somebody. Not there where it is simply theirs. */
  behalf?: "for_you" | "by_you";
  /** What it may be used for, as it stands. */
  grants: ("read" | "count" | "contact" | "share")[];
  /** Whether members see names and addresses in it: as told, masked, or masked but for the teller's wish. */
  words: "as_told" | "masked" | "lifted";
  /** What holds where it was told, for who says nothing else. */
  source: Source;
  /** Every step since it was told, the first first. */
  history: GrantStep[];
  /** Who read its words, the newest first. */
  readings: ReadingNote[];
  /** What it said before, the first and the newest 50, the first first. */
  earlier: EarlierVersion[];
  /** What was asked of it and answered, the newest first. */
  questions: Question[];
}

/** What one teller told. */
export interface Mine {
  /** The newest first; what they told for others last. */
  experiences: OwnExperience[];
}

/** What a teller allows. */
export interface GrantAsk {
  /** Which; all that is theirs where nothing is said. */
  ids?: string[];
  /** What they may be used for from now on. */
  grants: ("read" | "count" | "contact" | "share")[];
}

/** Whether a teller shows their words whole. */
export interface MaskingAsk {
  /** Which; all that is theirs where nothing is said. */
  ids?: string[];
  /** Whether members see personal data in them as it was told. */
  lifted: boolean;
}

/** What a teller wants gone. */
export interface ErasureAsk {
  /** Which; all that is theirs where nothing is said. */
  ids?: string[];
  /** Wait until no byte of the words is left in the data directory. */
  purge?: boolean;
}

/** What was erased, signed by the installation. */
export interface SignedReceipt {
  /** What was erased: JSON, as it was signed. */
  receipt: string;
  /** Ed25519, base32. */
  signature: string;
  /** The installation's public key, base32. */
  key: string;
}

/** With which a teller comes back. */
export interface ClaimCode {
  /** With which a teller comes back. */
  claim_code: string;
}

/** What became of several. */
export interface Receipts {
  /** One for each experience. */
  receipts: Receipt[];
}

/** The reply to one line: a receipt or an error. */
export interface LineReply {
  /** The input line, from 1. */
  line: number;
  /** The experience's id. */
  id?: string;
  /** Of the change that kept it. */
  sequence?: number;
  /** What became of it. */
  status?: "told" | "already_told" | "amended";
  /** Why this line was not kept; the others are. */
  error?: Problem;
}

/** A failure (RFC 9457). */
export interface Problem {
  /** A stable relative URI, "/problems/invalid". */
  type: string;
  /** The kind of problem, in words. */
  title: string;
  /** The HTTP status. */
  status: number;
  /** What, with which value, against which limit. */
  detail?: string;
  /** The field or parameter at fault. */
  field?: string;
  /** What to do about it. */
  advice?: string;
  /** Byte offset into the field. */
  position?: number;
}

/** An experience found. */
export interface Hit extends Experience {
  /** How well the words fit; 0 where none were asked for. */
  score: number;
  /** Where the words asked for stand in `text`: begin and end in UTF-16 code units. */
  highlights: [number, number][];
}

/** Part of a distribution. */
export interface Bin {
  /** The bin holds values from here to below the next whole number. */
  from: number;
  /** Experiences in it. */
  count: number;
  /** Of guarded people there are fewer than this, or none: not counted. */
  fewer_than?: number;
}

/** How one rating lies, in points. */
export interface Distribution {
  /** Experiences that have this rating. */
  count: number;
  /** In points; null where there are none. */
  mean: number | null;
  /** Standard deviation (of all, not of a sample). */
  sd: number | null;
  /** A quarter are at or below. */
  q25: number | null;
  /** Half are at or below. */
  median: number | null;
  /** Three quarters are at or below. */
  q75: number | null;
  /** Counts for each whole point. */
  bins: Bin[];
}

/** The three ratings of the matches. */
export interface Ratings {
  /** What tellers expected, 0 to 10. */
  expected: Distribution;
  /** What tellers felt, 0 to 10. */
  felt: Distribution;
  /** felt less expected, -10 to 10. */
  gap: Distribution;
}

/** One value of a facet. */
export interface FacetValue {
  /** As most often written. */
  value: string;
  /** Matches that have it. */
  experiences: number;
  /** Of guarded people there are fewer than this, or none: not counted. */
  fewer_than?: number;
  /** Distinct people among them, with details only. */
  people?: number;
  /** Their ratings, with details only. */
  ratings?: Ratings;
}

/** The matches by the values of one column. */
export interface Facet {
  /** The name in queries. */
  column: string;
  /** The name for people. */
  label: string;
  /** Different values among the matches. */
  distinct: number;
  /** Matches that have a value. */
  with_value: number;
  /** Matches that have none. */
  without_value: number;
  /** Most experiences first. */
  values: FacetValue[];
}

/** One stretch of time. */
export interface HistogramBucket {
  /** Its first day, "2024-03-01". */
  start: string;
  /** Matches lived (else told) within it. */
  experiences: number;
  /** Of guarded people there are fewer than this, or none: not counted. */
  fewer_than?: number;
}

/** The matches over time, in UTC. */
export interface Histogram {
  /** How long a bucket is. */
  step: "day" | "week" | "month" | "year";
  /** Without holes. */
  buckets: HistogramBucket[];
}

/** A word that sets the matches apart. */
export interface TellingWord {
  /** As most often written. */
  word: string;
  /** Matches that hold it (in the sample). */
  experiences: number;
  /** Experiences of all that hold it. */
  of_all: number;
  /** How strongly it sets the matches apart. */
  z: number;
  /** No teller said so: it was worked out. */
  inferred: true;
}

/** How people of guarded parties are counted. */
export interface Guarded {
  /** Of fewer people than this nothing is told. */
  threshold: number;
  /** Not experiences. */
  counted_in: "people";
  /** Figures hold them in multiples of this, rounded down. */
  steps: number;
  /** Whether their words are listed; not for so few, nor for so narrow a question. */
  words: "shown" | "withheld";
  /** Guarded people among the matches, in steps. */
  people?: number;
  /** Of guarded people there are fewer than this, or none: not counted. */
  fewer_than?: number;
}

/** The whole landscape answer. */
export interface SearchAnswer {
  /** Number of matches; exact but for guarded people. */
  total: number;
  /** The newest sequence number seen. */
  as_of: number;
  /** Experiences in all, the base of every figure. */
  landscape: number;
  /** Microseconds inside the engine. */
  took_us: number;
  /** The matches asked for. */
  hits: Hit[];
  /** In the order asked. */
  facets: Facet[];
  /** Where asked for. */
  ratings?: Ratings;
  /** Where asked for. */
  histogram?: Histogram;
  /** Distinct known people, where asked for. */
  people?: number;
  /** Matches of nobody known, where asked for. */
  without_person?: number;
  /** Most telling first. */
  telling_words: TellingWord[];
  /** Matches that the telling words rest on. */
  telling_sample: number;
  /** Where people of guarded parties are among the landscape: how every figure counts them. */
  guarded?: Guarded;
}

/** A facet asked for with its own settings. */
export interface FacetAsk {
  /** Which column. */
  column: string;
  /** How many values. */
  limit?: number;
  /** Also people and ratings for each value. */
  details?: boolean;
}

/** One question to the landscape. */
export interface SearchAsk {
  /** The query, in the query language. */
  q?: string;
  /** How words side by side are joined. */
  match?: "all" | "any";
  /** How many hits. */
  limit?: number;
  /** How many hits to pass over. */
  offset?: number;
  /** The order of the hits. */
  sort?: "relevance" | "newest" | "oldest" | "felt_low" | "felt_high" | "gap_low" | "gap_high";
  /** Columns to count by. */
  facets?: (string | FacetAsk)[];
  /** Values of each facet that says nothing else. */
  facet_limit?: number;
  /** For each facet that says nothing else. */
  facet_details?: boolean;
  /** Count over time. */
  histogram?: "auto" | "day" | "week" | "month" | "year";
  /** Lived at or after. */
  from?: string;
  /** Lived at or before the end of it. */
  to?: string;
  /** How many telling words. */
  telling_words?: number;
  /** Say where the words stand. */
  highlight?: boolean;
  /** Distributions of the ratings. */
  ratings?: boolean;
  /** Count distinct people. */
  people?: boolean;
}

/** A column experiences can be counted and filtered by. */
export interface Column {
  /** The name in queries. */
  column: string;
  /** The name for people. */
  label: string;
  /** One of firsthand's own, not a signifier. */
  own: boolean;
  /** Experiences with a keyword in it. */
  keywords: number;
  /** Experiences with a number in it. */
  numbers: number;
  /** Experiences with a time in it. */
  times: number;
}

/** Every column seen. */
export interface Columns {
  /** By name. */
  columns: Column[];
}

/** What one person told. */
export interface PersonExperiences {
  /** Newest first. */
  experiences: Experience[];
}

/** Counts and version. */
export interface ServerStatus {
  /** Of the program. */
  version: string;
  /** The newest sequence number searches see. */
  as_of: number;
  /** Kept in the record. */
  experiences: number;
  /** Known people. */
  people: number;
  /** Different sources. */
  sources: number;
  /** Experiences in the landscape. */
  searchable: number;
  /** Parts the index lies in. */
  segments: number;
  /** Size of the index files. */
  index_bytes_on_disk: number;
  /** Index held in memory. */
  index_bytes_in_memory: number;
  /** Tellers who can be reached; for who administers. */
  contacts?: number;
}

/** Sent whenever what searches see has changed. */
export interface Change {
  /** The newest sequence number searches see. */
  as_of: number;
  /** Experiences in the landscape; not for who sees a part of it. */
  total?: number;
}

/** Who is there, and what they may. */
export interface Session {
  /** As whom the request is answered; host: nobody is asked for on this machine yet. */
  who: "host" | "member" | "key" | "nobody";
  /** Of the member or key. */
  name?: string;
  /** Of a member. */
  role?: "listener" | "steward" | "keeper";
  /** What they may. */
  rights: ("tell" | "count" | "read" | "contact" | "export" | "erase" | "audit" | "administer" | "request")[];
  /** The query that says what is there for them. */
  scope?: string;
  /** When it ends at the latest, RFC 3339. */
  expires?: string;
  /** For X-Firsthand-CSRF, of a cookie's session. */
  csrf?: string;
  /** What the provider is called at which members sign in by /v1/session/oidc. */
  sign_in_with?: string;
}

/** What signs somebody in. */
export interface SignIn {
  /** The token behind # in the link. */
  link: string;
}

/** Somebody who works with the landscape. */
export interface Member {
  /** Its number. */
  number: number;
  /** Their name. */
  name: string;
  /** Each may what the one before may. */
  role: "listener" | "steward" | "keeper";
  /** What is there for them, as a query; everything where absent. */
  scope?: string;
  /** By what the provider knows them: an e-mail address, or sub: and its name for them. */
  sign_in?: string;
  /** RFC 3339. */
  created: string;
  /** Since when, RFC 3339. */
  disabled?: string;
}

/** All members. */
export interface Members {
  /** By name. */
  members: Member[];
}

/** A member who was just added. */
export interface MadeMember extends Member {
  /** To hand to them, where one was asked for. */
  link?: SignInLink;
}

/** A member to be. */
export interface NewMember {
  /** Of their own; nobody else's. */
  name: string;
  /** Each may what the one before may. */
  role: "listener" | "steward" | "keeper";
  /** What is there for them, as a query. */
  scope?: string;
  /** By what the provider knows them: an e-mail address, or sub: and its name for them. */
  sign_in?: string;
}

/** What is to be different. */
export interface MemberChange {
  /** The new one. */
  role?: "listener" | "steward" | "keeper";
  /** The new one; empty: everything. */
  scope?: string;
  /** The new one; empty: the provider signs them in no more. */
  sign_in?: string;
  /** Whether they are kept out. */
  disabled?: boolean;
}

/** What signs a member in once. */
export interface SignInLink {
  /** What to open on this server. */
  path: string;
  /** RFC 3339. */
  expires: string;
}

/** A machine's way in. */
export interface Key {
  /** Its number. */
  number: number;
  /** Its name. */
  name: string;
  /** What it opens. */
  rights: ("tell" | "count" | "read" | "contact" | "export" | "erase" | "audit" | "administer" | "request")[];
  /** What is there for it, as a query. */
  scope?: string;
  /** RFC 3339. */
  created: string;
  /** RFC 3339. */
  expires?: string;
  /** To about a minute, RFC 3339. */
  last_used?: string;
  /** RFC 3339. */
  revoked?: string;
}

/** All keys. */
export interface Keys {
  /** By number. */
  keys: Key[];
}

/** A key to be. */
export interface NewKey {
  /** Of its own, among those that are not revoked. */
  name: string;
  /** What it opens; at least one. */
  rights: ("tell" | "count" | "read" | "contact" | "export" | "erase" | "audit" | "administer" | "request")[];
  /** What is there for it, as a query. */
  scope?: string;
  /** From when on it opens nothing, RFC 3339. */
  expires?: string;
}

/** A key with its token. */
export interface MadeKey {
  /** Its number. */
  number: number;
  /** Its name. */
  name: string;
  /** Shown this once. */
  token: string;
  /** RFC 3339. */
  expires?: string;
}

/** Something somebody did. */
export interface AuditEntry {
  /** From 1, without gaps. */
  entry: number;
  /** When, RFC 3339. */
  at: string;
  /** Who: "member 4", "key 2", "cli". */
  actor: string;
  /** What they did. */
  action: string;
  /** Counts and ids; never words. */
  detail: string;
  /** As of which change. */
  sequence: number;
}

/** What the entries hang in. */
export interface AuditChain {
  /** The first entry that is chained; 0: none is. */
  first: number;
  /** The newest. */
  last: number;
  /** Of the newest: note it elsewhere, and nothing before it can change. */
  hash: string;
}

/** A page of the audit. */
export interface Audit {
  /** Newest first. */
  entries: AuditEntry[];
  /** What holds them together. */
  chain: AuditChain;
}

/** Whether the audit is as it was written. */
export interface AuditFindings {
  /** Whether every entry is as it was written. */
  sound: boolean;
  /** What is not. */
  findings: string[];
  /** As far as was walked. */
  chain: AuditChain;
}

/** In whose words names and addresses are masked. */
export interface MaskedWords {
  /** Whose words; guarded parties' are masked anyway. */
  parties: ("customer" | "employee" | "partner" | "other")[];
  /** Whence, by name. */
  sources: string[];
}

/** How small groups are guarded, and words masked. */
export interface GroupSettings {
  /** From how many people on something is said of a party; 0: it is not guarded. Employees always are. */
  parties: Record<string, number>;
  /** The same for figures over a column, where it is more. */
  columns: Record<string, number>;
  /** Whether steps begin at a secret place. */
  noise: boolean;
  /** In whose words names and addresses are masked to members. */
  masked: MaskedWords;
}

/** Where experiences come from. */
export interface Source {
  /** Its name; empty: told without one. */
  source: string;
  /** What may be done with what is told there. */
  grants: ("read" | "count" | "contact" | "share")[];
  /** Whether a keeper has said so; else these are the usual ones. */
  stated: boolean;
  /** Why it may be used so. */
  basis?: string;
}

/** A page of sources. */
export interface Sources {
  /** By name. */
  sources: Source[];
}

/** What a source's tellers grant from now on. */
export interface SourceAsk {
  /** Which; its name, as it is told. */
  source: string;
  /** What may be done with what is told there from now on. */
  grants: ("read" | "count" | "contact" | "share")[];
  /** Why it may be used so: shown to its tellers. */
  basis?: string;
}

/** A backup in the server's folder. */
export interface Backup {
  /** Of the file. */
  name: string;
  /** How large it is. */
  bytes: number;
  /** When it was begun, RFC 3339. */
  at: string;
}

/** A backup that was just made. */
export interface MadeBackup extends Backup {
  /** It holds this change and all before; later ones perhaps. */
  as_of: number;
  /** Older ones that went because only so many are kept. */
  removed: number;
}

/** The backups in the server's folder. */
export interface Backups {
  /** Whether the server has a folder for them; else it makes none. */
  folder: boolean;
  /** Newest first. */
  backups: Backup[];
}

/** A name somebody is known under. */
export interface SubjectIdentity {
  /** A source's key for a person, a source's id for one experience, a claim code, or the key the interface shows. */
  identity_type: "controller_customer_id" | "source_id" | "claim_code" | "person";
  /** The name itself; it is not kept. */
  identity_value: string;
  /** As it is. */
  identity_format?: "raw";
  /** Of controller_customer_id and source_id. */
  source?: string;
}

/** What a person asks of the organisation. */
export interface SubjectAsk {
  /** A UUID; one is made where it is left out. */
  subject_request_id?: string;
  /** What is asked for. */
  subject_request_type: "access" | "portability" | "erasure";
  /** Under which names, 1 to 16: all are meant. */
  subject_identities: SubjectIdentity[];
  /** When the person asked, RFC 3339; checked, not kept. */
  submitted_time?: string;
  /** "gdpr" and so on; not kept. */
  regulation?: string;
  /** Of OpenDSR; not kept. */
  api_version?: string;
}

/** How far a person's request is. */
export interface SubjectRequest {
  /** Its id. */
  subject_request_id: string;
  /** What was asked for. */
  subject_request_type: "access" | "portability" | "erasure";
  /** It can be cancelled while it is pending. */
  request_status: "pending" | "in_progress" | "completed" | "cancelled";
  /** RFC 3339. */
  received_time: string;
  /** When it begins at the earliest, RFC 3339. */
  expected_completion_time?: string;
  /** When it was completed or cancelled. */
  ended_time?: string;
  /** "key 2", "member 4". */
  handed_in_by: string;
  /** That it was about, once it is completed. */
  experiences?: number;
  /** Where the answer to access or portability is. */
  results_url?: string;
  /** Of an erasure that is completed. */
  receipt?: SignedReceipt;
  /** Of OpenDSR. */
  api_version: string;
}

/** A page of requests. */
export interface SubjectRequests {
  /** Newest first. */
  requests: SubjectRequest[];
}

/** A kind of name. */
export interface KnownIdentity {
  /** Of subject_identities. */
  identity_type: string;
  /** How its value is written. */
  identity_format: string;
}

/** What can be asked for here, in OpenDSR's terms. */
export interface Discovery {
  /** Of OpenDSR. */
  api_version: string;
  /** Under which names people are known. */
  supported_identities: KnownIdentity[];
  /** What can be asked for. */
  supported_subject_request_types: string[];
}

/** What is kept of one experience. */
export interface SubjectExperience {
  /** As it is now. */
  experience: Experience;
  /** What it may be used for, as it stands. */
  grants: ("read" | "count" | "contact" | "share")[];
  /** Whether members see names and addresses in it; of access. */
  words?: "as_told" | "masked" | "lifted";
  /** What holds where it was told; of access. */
  source?: Source;
  /** Every step since it was told; of access. */
  history?: GrantStep[];
  /** Who read its words; of access. */
  readings?: ReadingNote[];
  /** What it said before; of access. */
  earlier?: EarlierVersion[];
  /** What its teller was asked and answered, the newest first. */
  questions: Question[];
}

/** What is kept of a person, a page of it. */
export interface SubjectData {
  /** Of the request this answers. */
  subject_request_id: string;
  /** What was asked for. */
  subject_request_type: "access" | "portability";
  /** As of when, RFC 3339. */
  at: string;
  /** Experiences in all. */
  total: number;
  /** Of this page, newest first. */
  experiences: SubjectExperience[];
  /** What each part means: JSON Schema 2020-12. */
  schema: object;
}

/** How requests are carried out. */
export interface RequestSettings {
  /** How long an erasure waits before it begins, 0 to 720. */
  wait_hours: number;
}

/** A timer: how long experiences are kept. */
export interface RetentionRule {
  /** Its number. */
  number: number;
  /** Of which source; any where absent. */
  source?: string;
  /** Of which kind; any where absent. */
  kind?: "story" | "interaction" | "question" | "wish" | "expectation" | "workaround" | "thanks" | "concern";
  /** How many whole days they are kept after the day they were told. */
  days: number;
  /** What becomes of those whose tellers hold a claim code. */
  claimed: "erase" | "spare";
  /** RFC 3339. */
  set_at: string;
  /** "member 4", "cli". */
  set_by: string;
}

/** All timers. */
export interface RetentionRules {
  /** By number. */
  rules: RetentionRule[];
  /** When a server last looked at everything and erased what was due, RFC 3339. */
  last_pass?: string;
}

/** A timer to be. */
export interface RetentionAsk {
  /** Of which source; any where absent. This, a kind, or both. */
  source?: string;
  /** Of which kind; any where absent. */
  kind?: "story" | "interaction" | "question" | "wish" | "expectation" | "workaround" | "thanks" | "concern";
  /** 1 to 36500. */
  days: number;
  /** "erase" where nothing is said. */
  claimed?: "erase" | "spare";
}

/** What timers would erase of one source. */
export interface RetentionDueOfSource {
  /** Its name. */
  source: string;
  /** That would be erased now. */
  experiences: number;
  /** Known people whose they are. */
  people: number;
  /** Experiences of nobody known. */
  without_person: number;
  /** When the first of them was told, RFC 3339. */
  oldest: string;
  /** When the last of them was told, RFC 3339. */
  newest: string;
}

/** What timers would erase now. */
export interface RetentionDue {
  /** In all. */
  experiences: number;
  /** Known people; one who is known to two sources counts twice. */
  people: number;
  /** By name. */
  sources: RetentionDueOfSource[];
}

/** What timers have erased. */
export interface RetentionRun {
  /** Experiences. */
  erased: number;
  /** Of whom those were all. */
  people: number;
  /** `after` for the next call; absent: all was looked at. */
  next?: number;
}

/** An erasure's receipt, as the organisation keeps it. */
export interface KeptReceipt extends SignedReceipt {
  /** Its number. */
  number: number;
  /** When, RFC 3339. */
  at: string;
  /** "retention", "request 0b3…", "erasure log", "given back to nobody". */
  why: string;
  /** How many. */
  experiences: number;
}

/** A page of receipts. */
export interface KeptReceipts {
  /** Newest first. */
  receipts: KeptReceipt[];
}

/** How a teller can be reached. */
export interface Contact {
  /** Whether letters can be sent from here; else none can be left. */
  offered: boolean;
  /** The mail address that counts. */
  address?: string;
  /** Since when it does, RFC 3339. */
  verified?: string;
  /** When a claim code was last handed out by it, RFC 3339. */
  returned?: string;
  /** Until when the link in a letter on its way verifies an address, RFC 3339. */
  waiting_until?: string;
}

/** Where a letter goes. */
export interface ContactAsk {
  /** A mail address. */
  address: string;
}

/** A letter that is being sent. */
export interface LetterOnItsWay {
  /** Until when its link is good, RFC 3339. */
  waiting_until: string;
}

/** What a letter's link carries. */
export interface LetterLink {
  /** The token behind = in the link. */
  link: string;
}

/** Whether a lost code can be replaced. */
export interface LostOffer {
  /** Whether letters can be sent from here. */
  offered: boolean;
}

/** What became somebody's own. */
export interface Taken {
  /** One for each experience. */
  receipts: Receipt[];
  /** Of one's own: from its first use on the code that was handed over opens nothing. */
  claim_code: string;
}

/** Links to be made. */
export interface NewInvitations {
  /** Of the batch; shown to who is invited. */
  name: string;
  /** How long they are good: a day, itself included, or a time. */
  until: string;
  /** How many links, 1 to 10,000. */
  count: number;
  /** What each telling says, whatever its teller says of it: source, kind, party, function, subject, touchpoint, stage, channel, unit and signifiers; nothing else. */
  about?: Draft;
}

/** Links that were made together. */
export interface InvitationBatch {
  /** Of the batch. */
  number: number;
  /** Shown to who is invited. */
  name: string;
  /** What each telling says. */
  about: Draft;
  /** Whether they are good. */
  state: "open" | "ended" | "expired";
  /** How many were made. */
  links: number;
  /** How many were used, in whole steps of `step`; not there where that is fewer than one. */
  used?: number;
  /** The threshold of small groups; 0: `used` is exact. */
  step: number;
  /** When, RFC 3339. */
  made: string;
  /** By whom. */
  made_by: string;
  /** When they end by themselves, RFC 3339. */
  expires: string;
  /** When they were ended, RFC 3339. */
  ended?: string;
}

/** A batch with its links. */
export interface MadeInvitations extends InvitationBatch {
  /** Where people open the pages: links begin with it. */
  pages_at?: string;
  /** One for each link, which is `pages_at`, /tell#invitation= and the secret; shown this once. */
  secrets: string[];
}

/** Batches of invitations. */
export interface InvitationBatches {
  /** The newest first. */
  batches: InvitationBatch[];
}

/** What an invitation is about. Whether it was used is not said: who made the links could learn from that when each was. */
export interface Invitation {
  /** Who invites, or to what. */
  name: string;
  /** What the telling says beforehand. */
  about: Draft;
  /** How many links like this one were made, itself included. */
  links: number;
  /** Whether these are so few that who made them may guess who told. */
  few: boolean;
  /** How long it is good, RFC 3339. */
  expires: string;
}

/** What the organisation asked a teller. */
export interface Question {
  /** Its number. */
  number: number;
  /** When, RFC 3339. */
  asked_at: string;
  /** As what somebody asked; who they are is not told. */
  by: "listener" | "steward" | "keeper" | "key" | "host";
  /** As it was asked. */
  question: string;
  /** Withdrawn: answered once, and taken back. */
  state: "open" | "answered" | "declined" | "withdrawn";
  /** When it was last answered, declined or taken back; not of guarded tellers. */
  ended_at?: string;
  /** The teller's words, where it is answered. */
  answer?: string;
}

/** A question to a teller. */
export interface QuestionAsk {
  /** At most 1,000 characters. */
  question: string;
}

/** A teller's answer. */
export interface AnswerAsk {
  /** At most 10,000 characters. */
  answer: string;
}

/** How a question is declined. */
export interface DeclineAsk {
  /** Take back `contact` from all that is theirs. */
  never_again?: boolean;
}

/** What a teller was asked about an experience. */
export interface QuestionsAbout {
  /** Newest first. */
  questions: Question[];
  /** Whether the caller could ask now: they have no right to; its teller does not want to be asked; nobody can come back to it; a question waits for its answer. */
  asking: "possible" | "not_yours" | "not_granted" | "nobody" | "open";
}

/** What I am asked, and about what. */
export interface QuestionToMe extends Question {
  /** Of which of mine. */
  experience: string;
  /** When I told that, RFC 3339. */
  told_at: string;
  /** What I told. */
  text: string;
}

/** A page of what I am asked. */
export interface QuestionsToMe {
  /** Newest first. */
  questions: QuestionToMe[];
}

/** That mine counted in the answers to a question. */
export interface ServedFigure {
  /** As it was asked; empty: of everything. */
  question: string;
  /** As what somebody asked. */
  by: "listener" | "steward" | "keeper" | "key" | "host";
  /** One of the words was enough. */
  match?: "any";
  /** Lived since then. */
  from?: string;
  /** Lived until then. */
  to?: string;
  /** Of which grant the figures were: `share` where they were for the public. */
  purpose: "read" | "count" | "contact" | "share";
  /** How often, on days on which mine counted. */
  times: number;
  /** The last day, UTC. */
  last: string;
  /** How many of mine counted. */
  experiences: number;
}

/** In which figures mine counted. */
export interface ServedFigures {
  /** The newest first. */
  figures: ServedFigure[];
  /** For how many days questions are kept. */
  days: number;
  /** How many different ones are looked at. */
  questions_at_most: number;
}

/** That the server is there. */
export interface Health {
  /** "ok". */
  status: string;
}
