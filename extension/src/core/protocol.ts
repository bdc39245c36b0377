// Generated from the Go types by ./build.sh generate. Do not edit.

export interface Protocol {
  calls: {
    notices: NoticeTable;
    decide: NoticeAnswer;
    details: BoundaryDetails;
    overview: BoundaryOverview;
    choose: ChoiceRecord;
    merge: ChoiceRecord1;
    openChoices: ChoiceFile;
    guide: BoundaryGuide;
    guessRegion: BoundaryGuessedRegion;
    plant: BoundaryUpdated;
    load: BoundaryFall;
    update: BoundaryUpdated1;
    import: BoundaryUpdated2;
    see: UpdateView;
    inspect: BoundaryInspected;
    showNow: BoundaryFall1;
    fall: BoundaryFall2;
    openFiles: BoundaryOpenedRules;
    changes: BoundaryChanged;
  };
  refusal: Error;
  reader: Reader;
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
   * Held are the registrable domains whose links are held back, by source,
   * with the Unix second from which each is shown. The built-in source has
   * no name.
   */
  held?: {
    [k: string]: {
      [k: string]: number;
    };
  };
  /**
   * Sources are what each other source may do.
   */
  sources?: {
    [k: string]: Abilities;
  };
  /**
   * Now is the reader's own time, as RFC 3339 with its offset.
   */
  now: string;
  entries: unknown[];
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
  /**
   * Muted are the platforms of which an organisation wants no notices, and
   * AlwaysShown those whose notices cannot be put off.
   */
  muted?: string[];
  alwaysShown?: string[];
}
/**
 * Record is what the user decided about one platform, or about all.
 */
export interface Choices {
  /**
   * Done are the opt-outs that the user says are done, by id, for the
   * account without a label. Most users have no other.
   */
  done?: {
    [k: string]: Mark;
  };
  /**
   * Accounts are the user's further accounts on the platform, by what the
   * user calls them, such as "work", with the opt-outs that are done there.
   */
  accounts?: {
    [k: string]: {
      [k: string]: Mark;
    };
  };
  /**
   * Known are the opt-outs that the platform had when the user last did one.
   * Another one was added since.
   */
  known?: string[];
  later?: Delay;
  /**
   * PublicOnly says that the user wants notices for public posts only.
   */
  publicOnly?: boolean;
  /**
   * Place is where notices of the platform are shown; none means as the
   * settings say for all.
   */
  place?: "page" | "toolbar";
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
   * Confirmed is the last day on which the switch was seen to be off, if it was.
   */
  confirmed?: string;
  /**
   * OnAgain is the day after that on which it was seen to be on.
   */
  onAgain?: string;
}
/**
 * Later puts the notice off.
 */
export interface Delay {
  scope: "today" | "until-change" | "never";
  on: string;
}
/**
 * Abilities are what the reader lets another source do.
 */
export interface Abilities {
  /**
   * Links says that it may link.
   */
  links: boolean;
  /**
   * Hints says that its notices may stand in pages.
   */
  hints: boolean;
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
  /**
   * Guides are the match patterns of the pages of opt-outs, from package guide.
   */
  guides: string[];
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
   * Rows are the platforms on this host, the longest path first. The first
   * whose paths cover the address counts.
   */
  rows: Row[];
  /**
   * Others are the ids of further platforms that matter to decisions on this
   * host: those of other sources that name it and have no row, because they
   * only inform, and built-in ones below it that they yield to.
   */
  others?: string[];
}
/**
 * Row is one platform on a host.
 */
export interface Row {
  platform: string;
  paths?: string[];
  /**
   * Place is where its notices are shown.
   */
  place: "page" | "toolbar";
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
  /**
   * Source is the source that says so; empty for the built-in one.
   */
  source?: string;
}
/**
 * OptOut is the next opt-out to do, if there is one.
 */
export interface Remedy {
  id: string;
  kind: "toggle" | "form" | "request";
  /**
   * URL is where; empty if the source may not link.
   */
  url: string;
  page?: "help";
  turn?: "off" | "on";
  who: "you" | "workspace-owner";
  done: boolean;
  /**
   * On is the day on which it was done, if it is; Confirmed the last day on
   * which the switch was seen to be off, if it was.
   */
  on?: string;
  confirmed?: string;
  reopened?: Reopened;
  /**
   * Accounts are the same for each of the reader's accounts, by label, if
   * there are several. The first one has none.
   */
  accounts?: {
    [k: string]: Standing;
  };
  /**
   * HeldUntil is the Unix second from which the link may be followed; zero
   * for one that is not held back.
   */
  heldUntil?: number;
}
/**
 * Reopened is why it is open again, if it was done before.
 */
export interface Reopened {
  why: "terms" | "added" | "repeat" | "on-again";
  /**
   * On is the day on which that came about; empty if it is not known, which
   * happens to opt-outs that were added.
   */
  on?: string;
  /**
   * Done is the day before that on which the user opted out.
   */
  done: string;
}
/**
 * Standing is whether an opt-out is done.
 */
export interface Standing {
  done: boolean;
  /**
   * On is the day on which it was done, if it is; Confirmed the last day on
   * which the switch was seen to be off, if it was.
   */
  on?: string;
  confirmed?: string;
  reopened?: Reopened1;
  /**
   * Accounts are the same for each of the reader's accounts, by label, if
   * there are several. The first one has none.
   */
  accounts?: {
    [k: string]: Standing;
  };
}
/**
 * Reopened is why it is open again, if it was done before.
 */
export interface Reopened1 {
  why: "terms" | "added" | "repeat" | "on-again";
  /**
   * On is the day on which that came about; empty if it is not known, which
   * happens to opt-outs that were added.
   */
  on?: string;
  /**
   * Done is the day before that on which the user opted out.
   */
  done: string;
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
   * Held are the registrable domains whose links are held back, by source,
   * with the Unix second from which each is shown. The built-in source has
   * no name.
   */
  held?: {
    [k: string]: {
      [k: string]: number;
    };
  };
  /**
   * Sources are what each other source may do.
   */
  sources?: {
    [k: string]: Abilities;
  };
  /**
   * Now is the reader's own time, as RFC 3339 with its offset.
   */
  now: string;
  /**
   * Address is the page's; empty to ask about the one platform as a whole.
   */
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
  /**
   * Source is the source of the platform; empty for the built-in one.
   */
  source?: string;
  /**
   * Place is where its notices are shown.
   */
  place: "page" | "toolbar";
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
  /**
   * URL is where; empty if the source may not link.
   */
  url: string;
  page?: "help";
  turn?: "off" | "on";
  who: "you" | "workspace-owner";
  done: boolean;
  /**
   * On is the day on which it was done, if it is; Confirmed the last day on
   * which the switch was seen to be off, if it was.
   */
  on?: string;
  confirmed?: string;
  reopened?: Reopened;
  /**
   * Accounts are the same for each of the reader's accounts, by label, if
   * there are several. The first one has none.
   */
  accounts?: {
    [k: string]: Standing;
  };
  /**
   * HeldUntil is the Unix second from which the link may be followed; zero
   * for one that is not held back.
   */
  heldUntil?: number;
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
  /**
   * Source is the source of the platform; empty for the built-in one.
   */
  source?: string;
  /**
   * Place is where its notices are shown.
   */
  place: "page" | "toolbar";
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
  /**
   * Held are the links of the rule that are held back, by address, with the
   * Unix second from which each may be followed.
   */
  held?: {
    [k: string]: number;
  };
  /**
   * Others are what other sources know of the address.
   */
  others?: Other[];
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
   * Page is what the link leads to; none means the very switch or form.
   */
  page?: "help";
  /**
   * Turn is which way the switch is turned to opt out; none means off.
   */
  turn?: "off" | "on";
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
   * Repeat is after how many months it has to be done again; none means that
   * once is enough.
   */
  repeat?: number;
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
/**
 * Other is what another source knows, which only informs.
 */
export interface Other {
  source: string;
  rule: Platform1;
  uses: Use[];
}
/**
 * Platform is one service: where it is, what it uses, and how to stop that.
 */
export interface Platform1 {
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
export interface BoundaryOverview {
  in: Notices;
  out: Overview;
}
/**
 * Overview is how the reader stands with every platform that the rules know.
 */
export interface Overview {
  platforms: Known[];
}
/**
 * Known is how the reader stands with one platform.
 */
export interface Known {
  verdict: "warn" | "quiet";
  reason: string;
  platform: string;
  /**
   * Source is the source of the platform; empty for the built-in one.
   */
  source?: string;
  /**
   * Place is where its notices are shown.
   */
  place: "page" | "toolbar";
  state: "on-unless-opted-out" | "on-no-opt-out" | "objection-form" | "off-unless-opted-in" | "not-used" | "unclear";
  /**
   * OptOuts are the ones that matter to the reader, open ones first.
   */
  optOuts: Remedy1[];
  /**
   * Surfaces are the platform's composers.
   */
  surfaces: Surface[];
  tally: "done" | "open" | "no-way-out" | "no-use" | "not-clear";
  notice?: Notice1;
  /**
   * Changes are those that matter in the reader's region.
   */
  changes: Change[];
}
/**
 * Notice is what a banner would say, if there is one to show.
 */
export interface Notice1 {
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
  /**
   * Source is the source that says so; empty for the built-in one.
   */
  source?: string;
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
  /**
   * Entries have the platform, from which is learnt which opt-outs it had;
   * none for a choice about all.
   */
  entries?: unknown[];
  now: string;
}
/**
 * Action is one thing that a user does.
 */
export interface Action {
  kind:
    | "done"
    | "not-done"
    | "seen"
    | "later"
    | "resume"
    | "public-only"
    | "all-posts"
    | "show-in"
    | "add-account"
    | "remove-account";
  /**
   * OptOut is the id of the opt-out, for done, not-done and seen.
   */
  optOut?: string;
  /**
   * Account is the label of the account that it is done for, added or
   * removed; none is the one without a label.
   */
  account?: string;
  /**
   * State is how the switch was seen, for seen.
   */
  state?: "on" | "off";
  /**
   * Scope is for how long, for later.
   */
  scope?: "today" | "until-change" | "never";
  /**
   * Place is where, for show-in.
   */
  place?: "page" | "toolbar";
}
export interface ChoiceRecord1 {
  in: MergeCall;
  out: Choices;
}
/**
 * Merge is the input of merge: the records of one platform on two devices.
 */
export interface MergeCall {
  here: Choices;
  there: Choices;
}
export interface ChoiceFile {
  in: OpenChoices;
  out: ChoicesFile;
}
/**
 * OpenChoices is the input of openChoices: a file of choices, as text.
 */
export interface OpenChoices {
  text: string;
}
/**
 * File is what users keep of their choices.
 */
export interface ChoicesFile {
  /**
   * Format is 1.
   */
  "beforehand-choices": number;
  /**
   * Choices are the records, by platform id.
   */
  choices: {
    [k: string]: Choices;
  };
}
export interface BoundaryGuide {
  in: DecideCall;
  out: Guide;
}
/**
 * Guide is what there is to do on a page.
 */
export interface Guide {
  optOuts: Guided[];
}
/**
 * OptOut is an opt-out whose page is open.
 */
export interface Guided {
  /**
   * Platform is the id of the platform, Name what people call it.
   */
  platform: string;
  name: string;
  rule: OptOut;
  done?: Mark1;
  /**
   * Several says that the user has several accounts. Which of them the page
   * belongs to cannot be known.
   */
  several?: boolean;
  /**
   * Letter is which text users can send: gdpr, objection or owner; empty for
   * none.
   */
  letter?: string;
  /**
   * Silent says that the reader wants nothing in the page.
   */
  silent?: boolean;
}
/**
 * Mark is when an opt-out was done.
 */
export interface Mark1 {
  /**
   * On is the day, as YYYY-MM-DD.
   */
  on: string;
  /**
   * Confirmed is the last day on which the switch was seen to be off, if it was.
   */
  confirmed?: string;
  /**
   * OnAgain is the day after that on which it was seen to be on.
   */
  onAgain?: string;
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
export interface BoundaryUpdated {
  in: Plant;
  out: Updated;
}
/**
 * Plant is the input of plant: what the package has, and the stored copies of the built-in source's record.
 */
export interface Plant {
  seed: Seed;
  stored: unknown[];
  /**
   * Now is the device's clock in Unix seconds.
   */
  now: number;
  /**
   * Language is what the reader reads, a lower-case tag as BCP 47.
   */
  language?: string;
  policy?: Policy;
}
/**
 * Seed is the release that is packed into the extension, with what the package vouches for (section 10).
 */
export interface Seed {
  /**
   * Version is 1.
   */
  "rules-bundle": number;
  files: {
    [k: string]: string;
  };
  /**
   * PackageTrust is the number that makes clients trust a package anew.
   */
  package_trust: number;
  /**
   * Root is the root that the package trusts, as it was signed.
   */
  root: string;
  /**
   * URLs are where the source is served, 1 to 4 base URLs.
   */
  urls: string[];
  /**
   * Domains are the registrable domains that the release's links lead to.
   */
  domains: string[];
  /**
   * Languages are those in which the package has texts of the release.
   */
  languages?: string[];
  /**
   * Development says that anybody can sign for the root.
   */
  development: boolean;
}
/**
 * Policy is what an organisation wants of its devices (section 14).
 */
export interface Policy {
  pin?: Pin;
  minimum?: Place;
  /**
   * DelayHours is how long a release waits after it was first seen.
   */
  delayHours?: number;
  /**
   * HoldHours is how long links to new domains wait, 0 to 720; none means 72.
   */
  holdHours?: number;
}
/**
 * Pin is the only release to use.
 */
export interface Pin {
  epoch: number;
  index: number;
  sha256: string;
}
/**
 * Minimum is the oldest release to use.
 */
export interface Place {
  epoch: number;
  index: number;
}
/**
 * Updated is what plant, update and import come to.
 */
export interface Updated {
  record: TrustRecord;
  changed: boolean;
  need?: FileRequest[];
  result?: LastRun1;
  opened?: OpenedRules;
  /**
   * Wait is how long, in seconds, until the next run.
   */
  wait: number;
  /**
   * Used are the files of a bundle that were read, by path.
   */
  used?: string[];
}
/**
 * Record is the trust record of one source: what was verified, and what is in use.
 */
export interface TrustRecord {
  /**
   * V is the version of this format, 1.
   */
  v: number;
  /**
   * Gen counts commits, so that two runs cannot write over each other.
   */
  gen: number;
  /**
   * Source is the set's name.
   */
  source: string;
  /**
   * PackageTrust is the trust number of the package that the record began with.
   */
  package_trust: number;
  /**
   * Root is the newest root that was accepted, as it was signed.
   */
  root: string;
  root_version: number;
  /**
   * Checkpoint is the newest log head that was verified; Epoch, Size and Hash
   * (base64) are the floor that only grows, Time the latest moment, in Unix
   * seconds, that witnesses have vouched for.
   */
  checkpoint: string;
  epoch: number;
  size: number;
  hash: string;
  time: number;
  /**
   * Confirmed is how many witnesses vouched for the checkpoint.
   */
  confirmed: number;
  active?: Release;
  previous?: Release1;
  /**
   * Domains are the link domains of the release in use that neither the
   * package nor the root names, with the moment, in Unix seconds, at which
   * each came.
   */
  domains: {
    [k: string]: number;
  };
  waiting?: Waiting;
  last_run: LastRun;
  /**
   * Failures counts the runs that failed since the last one that did not.
   */
  failures: number;
  fork?: Fork;
}
/**
 * Active is the release in use, Previous the one before it.
 */
export interface Release {
  epoch: number;
  index: number;
  schema: number;
  /**
   * Slot is where the shell keeps the compiled set, a or b.
   */
  slot: string;
  /**
   * Entry is the release as it was signed.
   */
  entry: string;
  files: File[];
}
/**
 * File is a data file that a release names.
 */
export interface File {
  name: string;
  /**
   * Schema is the version of the file's format.
   */
  schema: number;
  size: number;
  /**
   * SHA256 is in lower-case hex.
   */
  sha256: string;
}
/**
 * Active is a release in use.
 */
export interface Release1 {
  epoch: number;
  index: number;
  schema: number;
  /**
   * Slot is where the shell keeps the compiled set, a or b.
   */
  slot: string;
  /**
   * Entry is the release as it was signed.
   */
  entry: string;
  files: File[];
}
/**
 * Waiting is the newest release that was seen while an organisation wants
 * releases to wait.
 */
export interface Waiting {
  epoch: number;
  index: number;
  /**
   * Since is when it was first seen, in Unix seconds.
   */
  since: number;
}
/**
 * LastRun is how the last run ended.
 */
export interface LastRun {
  /**
   * At is when, in Unix seconds.
   */
  at: number;
  status: "updated" | "current" | "older" | "kept" | "fork" | "delayed";
  code?: string;
  /**
   * Reason says what was wrong, for people.
   */
  reason?: string;
  /**
   * RetryAfter is how long, in seconds, the source asks to be left alone.
   */
  retryAfter?: number;
}
/**
 * Fork is the proof that the source showed two histories.
 */
export interface Fork {
  old: string;
  new: string;
}
/**
 * Request is a file that a run needs: a path below the source's base URL, and the most bytes that it may have.
 */
export interface FileRequest {
  path: string;
  limit: number;
}
/**
 * LastRun is how the last run ended.
 */
export interface LastRun1 {
  /**
   * At is when, in Unix seconds.
   */
  at: number;
  status: "updated" | "current" | "older" | "kept" | "fork" | "delayed";
  code?: string;
  /**
   * Reason says what was wrong, for people.
   */
  reason?: string;
  /**
   * RetryAfter is how long, in seconds, the source asks to be left alone.
   */
  retryAfter?: number;
}
/**
 * Opened is the new rule set, ready to be stored, when there is one.
 */
export interface OpenedRules {
  version: string;
  groups: Groups;
  /**
   * Texts are translations of texts in English.
   */
  texts?: {
    [k: string]: string;
  };
  entries: {
    [k: string]: unknown;
  };
}
export interface BoundaryFall {
  in: Load;
  out: Fall;
}
/**
 * Load is the input of load: the stored copies of the record of a source that the user added, and the root that it was added with.
 */
export interface Load {
  stored: unknown[];
  root: string;
}
/**
 * Fall is the input of fall: a record whose rule set in use is lost.
 */
export interface Fall {
  record: TrustRecord;
}
export interface BoundaryUpdated1 {
  in: Update;
  out: Updated;
}
/**
 * Update is the input of update: one call of a run.
 */
export interface Update {
  record: TrustRecord;
  answers: {
    [k: string]: FileAnswer;
  };
  /**
   * Now is the device's clock in Unix seconds.
   */
  now: number;
  /**
   * Offline says that the files come from a bundle: a stale head is no reason
   * to wait for a newer one.
   */
  offline?: boolean;
  /**
   * Known are the link domains that the package vouches for.
   */
  known: string[];
  /**
   * Language is what the reader reads, a lower-case tag as BCP 47. Texts in
   * other languages are not asked for.
   */
  language?: string;
  /**
   * Half halves all limits, as for a source that is not the built-in one.
   */
  half?: boolean;
  policy?: Policy1;
  /**
   * From names the source unless it is the built-in one.
   */
  from?: string;
}
/**
 * Answer is what a source answered to one request.
 */
export interface FileAnswer {
  bytes?: string;
  /**
   * Missing says that there is no such file.
   */
  missing?: boolean;
  /**
   * Failure says why there is no answer.
   */
  failure?: string;
  /**
   * TooBig says that the answer was cut off at its limit.
   */
  tooBig?: boolean;
  /**
   * RetryAfter is how long, in seconds, the source asks to be left alone.
   */
  retryAfter?: number;
}
/**
 * Policy is what an organisation wants of its devices (section 14).
 */
export interface Policy1 {
  pin?: Pin;
  minimum?: Place;
  /**
   * DelayHours is how long a release waits after it was first seen.
   */
  delayHours?: number;
  /**
   * HoldHours is how long links to new domains wait, 0 to 720; none means 72.
   */
  holdHours?: number;
}
export interface BoundaryUpdated2 {
  in: Import;
  out: Updated;
}
/**
 * Import is the input of import: a whole run whose files are in a bundle.
 */
export interface Import {
  record: TrustRecord;
  answers: {
    [k: string]: FileAnswer;
  };
  /**
   * Now is the device's clock in Unix seconds.
   */
  now: number;
  /**
   * Offline says that the files come from a bundle: a stale head is no reason
   * to wait for a newer one.
   */
  offline?: boolean;
  /**
   * Known are the link domains that the package vouches for.
   */
  known: string[];
  /**
   * Language is what the reader reads, a lower-case tag as BCP 47. Texts in
   * other languages are not asked for.
   */
  language?: string;
  /**
   * Half halves all limits, as for a source that is not the built-in one.
   */
  half?: boolean;
  policy?: Policy2;
  /**
   * From names the source unless it is the built-in one.
   */
  from?: string;
  /**
   * Bundle is the file as it was read.
   */
  bundle: {
    [k: string]: unknown;
  };
}
/**
 * Policy is what an organisation wants of its devices.
 */
export interface Policy2 {
  pin?: Pin;
  minimum?: Place;
  /**
   * DelayHours is how long a release waits after it was first seen.
   */
  delayHours?: number;
  /**
   * HoldHours is how long links to new domains wait, 0 to 720; none means 72.
   */
  holdHours?: number;
}
export interface UpdateView {
  in: See;
  out: SourceView;
}
/**
 * See is the input of see: a record, and the reader's moment as RFC 3339.
 */
export interface See {
  record: TrustRecord;
  now: string;
  policy?: Policy;
}
/**
 * View is what the options page shows of a source.
 */
export interface SourceView {
  /**
   * Source is the set's name.
   */
  source: string;
  /**
   * Root is the version of the root, Fingerprint its own: the first 16 bytes of
   * the SHA-256 of its file in base32, in groups of four (section 13).
   */
  root: number;
  fingerprint: string;
  /**
   * Signers of so many Keys have to sign a release.
   */
  signers: number;
  keys: number;
  /**
   * Witnesses are how many the root names, Needed how many have to confirm, and
   * FreshDays after how many days without them the rules count as out of date.
   */
  witnesses: number;
  needed: number;
  freshDays: number;
  /**
   * Expires is the day after which the source needs renewing.
   */
  expires: string;
  state: "up-to-date" | "out-of-date" | "no-promise" | "held" | "waiting" | "stopped";
  /**
   * Version is the release in use, as epoch.index; empty for none.
   */
  version: string;
  /**
   * Released is when it was signed, by its own word, as RFC 3339; Summary what
   * its publisher says of it.
   */
  released: string;
  summary: string;
  /**
   * Confirmed is how many witnesses vouched for the newest head.
   */
  confirmed: number;
  /**
   * Time is when that was, in Unix seconds; 0 if nobody vouches.
   */
  time: number;
  /**
   * ClockWrong says that the device's clock is more than a day behind what
   * witnesses vouched for.
   */
  clockWrong: boolean;
  /**
   * Expired says that the root's own day has passed.
   */
  expired: boolean;
  /**
   * Below says that the release in use is older than the organisation wants,
   * because no newer one is there.
   */
  below: boolean;
  /**
   * Held are the link domains that are held back, with the Unix second from
   * which each is shown.
   */
  held: {
    [k: string]: number;
  };
  lastRun: LastRun1;
  proof?: Fork1;
}
/**
 * Proof is the two heads of a fork.
 */
export interface Fork1 {
  old: string;
  new: string;
}
export interface BoundaryInspected {
  in: Inspect;
  out: Inspected;
}
/**
 * Inspect is the input of inspect: a root that an address serves, and what the address pins after root=.
 */
export interface Inspect {
  root: string;
  pin: string;
}
/**
 * Inspected is who a source is, and whether its address named its root.
 */
export interface Inspected {
  /**
   * Source is the set's name.
   */
  source: string;
  /**
   * Root is the version of the root, Fingerprint its own: the first 16 bytes of
   * the SHA-256 of its file in base32, in groups of four (section 13).
   */
  root: number;
  fingerprint: string;
  /**
   * Signers of so many Keys have to sign a release.
   */
  signers: number;
  keys: number;
  /**
   * Witnesses are how many the root names, Needed how many have to confirm, and
   * FreshDays after how many days without them the rules count as out of date.
   */
  witnesses: number;
  needed: number;
  freshDays: number;
  /**
   * Expires is the day after which the source needs renewing.
   */
  expires: string;
  pinned: boolean;
}
export interface BoundaryFall1 {
  in: ShowNow;
  out: Fall;
}
/**
 * ShowNow is the input of showNow: a link that the user wants to see although its domain is new.
 */
export interface ShowNow {
  record: TrustRecord;
  url: string;
}
export interface BoundaryFall2 {
  in: Fall;
  out: Fall;
}
export interface BoundaryOpenedRules {
  in: OpenFiles;
  out: OpenedRules1;
}
/**
 * OpenFiles is the input of openFiles: a record, and the data files of its release in use, by name.
 */
export interface OpenFiles {
  record: TrustRecord;
  files: {
    [k: string]: string;
  };
  /**
   * Known are the link domains that the package vouches for.
   */
  known: string[];
  /**
   * From names the source unless it is the built-in one.
   */
  from?: string;
}
/**
 * OpenedRules is a rule set that passed the content gate, ready to be stored: each platform under a key of its own.
 */
export interface OpenedRules1 {
  version: string;
  groups: Groups;
  /**
   * Texts are translations of texts in English.
   */
  texts?: {
    [k: string]: string;
  };
  entries: {
    [k: string]: unknown;
  };
}
export interface BoundaryChanged {
  in: Changes;
  out: Changed;
}
/**
 * Changes is the input of changes: the platforms of two rule sets.
 */
export interface Changes {
  before: unknown[];
  after: unknown[];
}
/**
 * Changed is what a new rule set did, most important first.
 */
export interface Changed {
  changes: RulesChange[];
}
/**
 * Change is what a new rule set did to one platform.
 */
export interface RulesChange {
  kind: "added" | "removed" | "claims" | "opt-outs" | "places" | "details";
  platform: string;
  /**
   * Name is the platform's name.
   */
  name: string;
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
   * Held are the registrable domains whose links are held back, by source,
   * with the Unix second from which each is shown. The built-in source has
   * no name.
   */
  held?: {
    [k: string]: {
      [k: string]: number;
    };
  };
  /**
   * Sources are what each other source may do.
   */
  sources?: {
    [k: string]: Abilities;
  };
  /**
   * Now is the reader's own time, as RFC 3339 with its offset.
   */
  now: string;
}
