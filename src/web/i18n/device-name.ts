// A browser and its system, as far as a User-Agent tells (RFC 9110, 10.1.5).
const BROWSERS: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

export const deviceName = (user_agent: string): string => {
  const first = (table: [RegExp, string][]) => table.find(([form]) => form.test(user_agent))?.[1];
  const names = [first(BROWSERS), first(SYSTEMS)].filter((name) => name !== undefined);
  return names.length > 0 ? names.join(' · ') : user_agent.slice(0, 40) || '–';
};
