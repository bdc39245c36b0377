import { language, listed, text } from './text.ts';

/** Regions in words: a country by its name, a group by its letters. */
export function regionNames(regions: string[]): string {
  return listed(regions.map(nameOf));
}

/** The same for where there is little room. */
export function shortRegionNames(regions: string[]): string {
  const most = 3;
  return regions.length > most ? text('regionsMore', listed(regions.slice(0, most - 1).map(nameOf)), String(regions.length - most + 1)) : regionNames(regions);
}

function nameOf(region: string): string {
  if (region === 'world') return text('whyEverywhere');
  const key = `group_${region}`;
  const group = text(key);
  if (group !== key) return group;
  return /^[A-Z]{2}$/.test(region) ? (new Intl.DisplayNames(language(), { type: 'region' }).of(region) ?? region) : region;
}
