const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB'];

/** A number of bytes as people read it, of 1,024 each: `1.4 GB`. */
export const inSize = (bytes: number): string => {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const value = bytes / 1_024 ** step;
  return `${value.toFixed(step > 0 && value < 100 ? 1 : 0)} ${UNITS[step]}`;
};
