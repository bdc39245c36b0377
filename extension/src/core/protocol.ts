// Generated from the Go types by ./build.sh generate. Do not edit.

export interface Protocol {
  calls: {
    openRules: BoundaryOpenedRules;
    notices: NoticeTable;
    decide: NoticeAnswer;
    details: BoundaryDetails;
    choose: ChoiceRecord;
    guessRegion: BoundaryGuessedRegion;
  };
  refusal: Error;
  reader: Reader;
}
export interface BoundaryOpenedRules {
  in: OpenRules;
  out: OpenedRules;
}
/**
 * OpenRules is the input of openRules: a rule set as it was published.
 */
export interface OpenRules {
  rules: unknown;
}
/**
 * OpenedRules is a rule set that passed the content gate, ready to be stored: each platform under a key of its own.
 */
export interface OpenedRules {
  version: string;
  groups: Groups;
  entries: {
    [k: string]: unknown;
  };
}
/**
 * Groups are the region groups of a rule set, by their code.
 */
export interface Groups {
  [k: string]: Group;
}
/**
 * Group is a group of countries that rules name, such as the EEA.
 */
export interface Group {
  /**
   * Name is the group's name in English.
   */
  name: string;
  /**
   * Source is the official page that lists the members.
   */
  source: string;
  /**
   * Members are its countries.
   */
  members: Member[];
}
/**
 * Member is a country's time in a group.
 */
export interface Member {
  /**
   * Country is an ISO 3166-1 alpha-2 code.
   */
  country: string;
  /**
   * Since and Until are the first and the last day, as YYYY-MM-DD; none
   * means as far back, or ahead, as rules go.
   */
  since?: string;
  until?: string;
}
export interface NoticeTable {
  in: Notices;
  out: Table;
}
/**
 * Notices is the input of notices: every platform of the rule set.
 */
export interface Notices {
  groups: Groups;
  settings: Settings;
  choices: {
    [k: string]: Choices;
  };
  /**
   * Now is the reader's own time, as RFC 3339 with its offset.
   */
  now: string;
  entries: unknown[];
}
/**
 * Settings are what the user set.
 */
export interface Settings {
  /**
   * Region is the user's country, ISO 3166-1 alpha-2; empty if not known.
   */
  region: string;
  /**
   * Place is where notices are shown; empty means in the page.
   */
  place?: "page" | "toolbar";
  /**
   * Plans are the user's account plans, by platform.
   */
  plans?: {
    [k: string]: string;
  };
}
/**
 * Record is what the user decided about one platform, or about all.
 */
export interface Choices {
  /**
   * Done are the opt-outs that the user says are done, by id.
   */
  done?: {
    [k: string]: Mark;
  };
  later?: Delay;
  /**
   * Updated is when the record last changed, as RFC 3339; of two records
   * the later one wins.
   */
  updated?: string;
}
/**
 * Mark is when an opt-out was done.
 */
export interface Mark {
  /**
   * On is the day, as YYYY-MM-DD.
   */
  on: string;
  /**
   * Confirmed is the day on which the switch was seen to be off, if it was.
   */
  confirmed?: string;
}
/**
 * Later puts the notice off.
 */
export interface Delay {
  scope: "today" | "until-change" | "never";
  on: string;
}
/**
 * Table is the notices of all hosts, decided ahead.
 */
export interface Table {
  /**
   * Records are by host.
   */
  records: {
    [k: string]: NoticeRecord;
  };
  /**
   * Until is when the first record goes stale, as RFC 3339, if one does.
   */
  until?: string;
  /**
   * Matches are the match patterns of the hosts with something to say;
   * FrameMatches are those whose composers may stand in a frame.
   */
  matches: string[];
  frameMatches: string[];
}
/**
 * Record is the notice table's record of one host: what a content script needs to draw a banner without asking.
 */
export interface NoticeRecord {
  /**
   * Until is when the record goes stale, as RFC 3339; empty means never.
   */
  until?: string;
  /**
   * Place is where notices are shown.
   */
  place: "page" | "toolbar";
  /**
   * Rows are the platforms on this host, the longest path first. The first
   * whose paths cover the address counts.
   */
  rows: Row[];
}
/**
 * Row is one platform on a host.
 */
export interface Row {
  platform: string;
  paths?: string[];
  surfaces: Surface[];
}
/**
 * Surface is a composer with what is to be said there.
 */
export interface Surface {
  /**
   * Kind is what is written there.
   */
  kind: "post" | "comment" | "message" | "prompt" | "document" | "upload";
  /**
   * Audience is who will see what is written there.
   */
  audience: "public" | "private" | "chosen";
  /**
   * Selector finds the element that takes the text, in the allowed subset
   * of CSS. One entry has one selector; a second way is a second entry.
   * None means that a composer is found by what composers have in common.
   */
  selector?: string;
  /**
   * Submit finds the control that posts. The banner never covers it.
   */
  submit?: string;
  /**
   * Paths narrow the composer to addresses below one of these prefixes; a
   * segment * is any one segment: /r/* /submit.
   */
  paths?: string[];
  notice?: Notice;
}
/**
 * Notice is what to say; none means to stay quiet there.
 */
export interface Notice {
  /**
   * Message is the message's key.
   */
  message: string;
  /**
   * Platform is the platform's name.
   */
  platform: string;
  /**
   * Content is the key of the phrase for what is used.
   */
  content: string;
  /**
   * Plans are the account plans that it is about; none means all.
   */
  plans?: string[];
  optOut?: Remedy;
}
/**
 * OptOut is where a use can be stopped.
 */
export interface Remedy {
  id: string;
  kind: "toggle" | "form" | "request";
  url: string;
  who: "you" | "workspace-owner";
  done: boolean;
}
export interface NoticeAnswer {
  in: DecideCall;
  out: Answer;
}
/**
 * Decide is the input of decide and details: an address, and the platforms that may cover it.
 */
export interface DecideCall {
  groups: Groups;
  settings: Settings;
  choices: {
    [k: string]: Choices;
  };
  /**
   * Now is the reader's own time, as RFC 3339 with its offset.
   */
  now: string;
  address: string;
  entries: unknown[];
}
/**
 * Answer is what there is to say about one platform.
 */
export interface Answer {
  verdict: "warn" | "quiet";
  reason: string;
  platform: string;
  state: "on-unless-opted-out" | "on-no-opt-out" | "objection-form" | "off-unless-opted-in" | "not-used" | "unclear";
  /**
   * OptOuts are the ones that matter to the reader, open ones first.
   */
  optOuts: Remedy1[];
  /**
   * Surfaces are the platform's composers.
   */
  surfaces: Surface[];
}
/**
 * OptOut is where a use can be stopped.
 */
export interface Remedy1 {
  id: string;
  kind: "toggle" | "form" | "request";
  url: string;
  who: "you" | "workspace-owner";
  done: boolean;
}
export interface BoundaryDetails {
  in: DecideCall;
  out: Details;
}
/**
 * Details are what the popup and the evidence view show.
 */
export interface Details {
  verdict: "warn" | "quiet";
  reason: string;
  platform: string;
  state: "on-unless-opted-out" | "on-no-opt-out" | "objection-form" | "off-unless-opted-in" | "not-used" | "unclear";
  /**
   * OptOuts are the ones that matter to the reader, open ones first.
   */
  optOuts: Remedy1[];
  /**
   * Surfaces are the platform's composers.
   */
  surfaces: Surface[];
  rule?: Platform;
  /**
   * Uses are the claims that hold for the reader today, most specific first.
   */
  uses: Use[];
}
/**
 * Rule is the platform's rule, whole; none for an address that no
 * platform covers.
 */
export interface Platform {
  /**
   * Schema is the address of the JSON Schema, for editors. It has no meaning.
   */
  $schema?: string;
  /**
   * ID names the platform for ever: lower-case letters, digits and hyphens.
   */
  id: string;
  /**
   * Name is what people call the platform.
   */
  name: string;
  /**
   * Operator is the company that runs it.
   */
  operator: string;
  /**
   * Category sorts the platform for people who browse the rule set.
   */
  category:
    | "social"
    | "chat"
    | "ai-assistant"
    | "development"
    | "work"
    | "creative"
    | "media"
    | "dating"
    | "shopping"
    | "other";
  /**
   * Hosts are the host names of the platform; each covers its subdomains.
   */
  hosts: string[];
  /**
   * Paths narrow the hosts to addresses below one of these path prefixes,
   * for hosts that several platforms share; a segment * is any one segment.
   * None means every path.
   */
  paths?: string[];
  /**
   * Domains are further registrable domains of the platform. Its links may
   * lead there; it is not looked for there.
   */
  domains?: string[];
  /**
   * Frames says that a composer of the platform may stand in a frame.
   */
  frames?: boolean;
  /**
   * MinEngine is the oldest engine that can read this rule.
   */
  minEngine?: number;
  /**
   * Composers are the places where users write. None means: no banner.
   */
  composers?: Composer[];
  /**
   * Uses are the claims, as a timeline by region.
   */
  uses: Use[];
  /**
   * OptOuts are the ways to stop a use.
   */
  optOuts?: OptOut[];
  links: Links;
  /**
   * Changes is the dated history of what the platform changed.
   */
  changes?: Change[];
  /**
   * Evidence is what the claims rest on.
   */
  evidence: Evidence[];
  /**
   * Verified is the day on which a person last compared the rule with its
   * evidence, as YYYY-MM-DD.
   */
  verified: string;
  /**
   * Confidence is how sure we are of the rule as a whole.
   */
  confidence: "high" | "medium" | "low";
}
/**
 * Composer is a place where users write what will be posted.
 */
export interface Composer {
  /**
   * Kind is what is written there.
   */
  kind: "post" | "comment" | "message" | "prompt" | "document" | "upload";
  /**
   * Audience is who will see what is written there.
   */
  audience: "public" | "private" | "chosen";
  /**
   * Selector finds the element that takes the text, in the allowed subset
   * of CSS. One entry has one selector; a second way is a second entry.
   * None means that a composer is found by what composers have in common.
   */
  selector?: string;
  /**
   * Submit finds the control that posts. The banner never covers it.
   */
  submit?: string;
  /**
   * Paths narrow the composer to addresses below one of these prefixes; a
   * segment * is any one segment: /r/* /submit.
   */
  paths?: string[];
}
/**
 * Use is one claim: who trains what on which content, where, since when.
 */
export interface Use {
  /**
   * Purpose is what the content is used for.
   */
  purpose: "generative-ai" | "licensing" | "machine-learning";
  /**
   * By names who trains.
   */
  by: string[];
  /**
   * Content is what is used.
   */
  content: (
    | "posts"
    | "comments"
    | "messages"
    | "group-messages"
    | "prompts"
    | "documents"
    | "photos"
    | "videos"
    | "audio"
    | "files"
    | "code"
    | "profile"
    | "activity"
    | "feedback"
  )[];
  /**
   * Audience narrows the use to content that this audience sees; none means
   * any content.
   */
  audience?: "public" | "private" | "chosen";
  /**
   * Regions are ISO 3166-1 alpha-2 codes, region groups, or "world". On a
   * given day the most specific region wins.
   */
  regions: string[];
  /**
   * Plans narrow the use to these account plans; none means every plan.
   */
  plans?: string[];
  /**
   * State is whether the content is used, and what users can do about it.
   */
  state: "on-unless-opted-out" | "on-no-opt-out" | "objection-form" | "off-unless-opted-in" | "not-used" | "unclear";
  /**
   * Since is the first day on which the claim holds, as YYYY-MM-DD; none
   * means that the start is not known.
   */
  since?: string;
  /**
   * Until is the last day on which the claim holds, as YYYY-MM-DD; none
   * means that no end is known.
   */
  until?: string;
  /**
   * Confidence is how sure we are of this claim, where that differs from
   * the rule as a whole.
   */
  confidence?: "high" | "medium" | "low";
  /**
   * Evidence are the ids of what the claim rests on. Only an unclear one may
   * have none: that nothing is known claims nothing.
   */
  evidence?: string[];
}
/**
 * OptOut is a setting, form or request that stops a use.
 */
export interface OptOut {
  /**
   * ID names the opt-out within its platform for ever.
   */
  id: string;
  /**
   * Kind is what users have to do.
   */
  kind: "toggle" | "form" | "request";
  /**
   * Effort is how long it takes.
   */
  effort: "1-minute" | "5-minutes" | "longer";
  /**
   * URL is the page where it is done: https, on the platform's own domains.
   */
  url: string;
  /**
   * Who may do it; none means every user.
   */
  who?: "you" | "workspace-owner";
  /**
   * Regions are where it exists; none means everywhere.
   */
  regions?: string[];
  /**
   * Covers are the purposes that it stops.
   */
  covers: ("generative-ai" | "licensing" | "machine-learning")[];
  /**
   * InsteadOf is the id of the opt-out that this one is another way to do:
   * one of the two is enough.
   */
  insteadOf?: string;
  /**
   * Content is the content that it keeps out; none means all that the
   * covered uses name.
   */
  content?: (
    | "posts"
    | "comments"
    | "messages"
    | "group-messages"
    | "prompts"
    | "documents"
    | "photos"
    | "videos"
    | "audio"
    | "files"
    | "code"
    | "profile"
    | "activity"
    | "feedback"
  )[];
  label?: Text;
  steps?: Steps;
  probe?: Probe;
  /**
   * ForwardOnly says that what was used before stays used.
   */
  forwardOnly?: boolean;
  limits?: Text1;
  /**
   * Since is the first day on which it existed, as YYYY-MM-DD, if known.
   */
  since?: string;
  /**
   * Evidence are the ids of what this rests on.
   */
  evidence: string[];
}
/**
 * Label is the text on the very switch, by language.
 */
export interface Text {
  [k: string]: string;
}
/**
 * Steps are what to do on that page, by language.
 */
export interface Steps {
  [k: string]: string[];
}
/**
 * Probe tells how the switch's state can be read.
 */
export interface Probe {
  /**
   * Selector finds the switch, in the allowed subset of CSS.
   */
  selector: string;
  /**
   * Off is the attribute and value that the switch has when it is off, as
   * name=value.
   */
  off: string;
}
/**
 * Limits says what the opt-out does not do, by language.
 */
export interface Text1 {
  [k: string]: string;
}
/**
 * Links are the official pages that users look for.
 */
export interface Links {
  /**
   * Policy is the privacy policy.
   */
  policy?: string;
  /**
   * Help is the page that explains training and the opt-out.
   */
  help?: string;
  /**
   * DataAccess is where users ask for a copy of their data.
   */
  dataAccess?: string;
  /**
   * Deletion is where users delete their account.
   */
  deletion?: string;
}
/**
 * Change is one dated change of what a platform does.
 */
export interface Change {
  /**
   * Date is the day on which it took effect, as YYYY-MM-DD.
   */
  date: string;
  /**
   * Regions are where it matters; none means everywhere.
   */
  regions?: string[];
  summary: Text2;
  /**
   * Evidence are the ids of what this rests on.
   */
  evidence: string[];
}
/**
 * Summary says in one sentence what changed, by language.
 */
export interface Text2 {
  [k: string]: string;
}
/**
 * Evidence is a dated public source that supports claims.
 */
export interface Evidence {
  /**
   * ID names the evidence within its platform.
   */
  id: string;
  /**
   * URL is the public source.
   */
  url: string;
  /**
   * Publisher is who published it.
   */
  publisher: string;
  /**
   * Seen is the day on which the source read so, as YYYY-MM-DD. Where only
   * the month or the year is known, it is YYYY-MM or YYYY.
   */
  seen: string;
  /**
   * Says is what it says, in our own words.
   */
  says: string;
  /**
   * Level is what kind of source it is.
   */
  level: "official" | "press" | "audit" | "community";
}
export interface ChoiceRecord {
  in: ChooseCall;
  out: Choices;
}
/**
 * Choose is the input of choose: what was chosen before, and the action.
 */
export interface ChooseCall {
  record: Choices;
  action: Action;
  now: string;
}
/**
 * Action is one thing that a user does.
 */
export interface Action {
  kind: "done" | "not-done" | "later" | "resume";
  /**
   * OptOut is the id of the opt-out, for Done and NotDone.
   */
  optOut?: string;
  /**
   * Scope is for how long, for Later.
   */
  scope?: "today" | "until-change" | "never";
}
export interface BoundaryGuessedRegion {
  in: GuessRegion;
  out: GuessedRegion;
}
/**
 * GuessRegion is the input of guessRegion: what the browser says of itself.
 */
export interface GuessRegion {
  timeZone: string;
  languages: string[];
}
/**
 * GuessedRegion is a country, ISO 3166-1 alpha-2, or empty.
 */
export interface GuessedRegion {
  region: string;
}
/**
 * Error is why a call was refused.
 */
export interface Error {
  /**
   * Code is one of Codes, for the shell.
   */
  code: string;
  /**
   * Message is for people who look for the cause.
   */
  message: string;
}
/**
 * Reader is whom decisions are for, in every call that decides.
 */
export interface Reader {
  groups: Groups;
  settings: Settings;
  choices: {
    [k: string]: Choices;
  };
  /**
   * Now is the reader's own time, as RFC 3339 with its offset.
   */
  now: string;
}
