/** Codes that browsers have names for and that are no countries, or have no people who write. */
const others = /^(EU|EZ|UN|QO|XA|XB|ZZ|SU|YU|AN|DD|FX|TP|ZR|BU|HV|DY|NH|RH|VD|YD|CS|NT|NQ|PU|PZ|WK|MI|JT|FQ|PC|CT|UK|AC|CP|CQ|DG|EA|IC|TA|BV|HM|XK)$/;
const english = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

/** Tells whether a code is the ISO 3166-1 alpha-2 code of a country where people live. */
export function isCountry(code: string): boolean {
  return /^[A-Z]{2}$/.test(code) && !others.test(code) && english.of(code) !== undefined;
}

/** Lists the codes of all countries. */
export function countries(): string[] {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  return letters.flatMap(first => letters.map(second => first + second)).filter(isCountry);
}
