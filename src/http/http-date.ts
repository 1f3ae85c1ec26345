// HTTP-date, read (RFC 9110 §5.6.7): the form in use and the two that recipients still accept.

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const TIME = "(\\d\\d):(\\d\\d):(\\d\\d)";
/** Sun, 06 Nov 1994 08:49:37 GMT */
const IMF = new RegExp(`^[a-z]{3}, (\\d\\d) ([a-z]{3}) (\\d{4}) ${TIME} gmt$`, "i");
/** Sunday, 06-Nov-94 08:49:37 GMT */
const RFC_850 = new RegExp(`^[a-z]{6,9}, (\\d\\d)-([a-z]{3})-(\\d\\d) ${TIME} gmt$`, "i");
/** Sun Nov  6 08:49:37 1994 */
const ASCTIME = new RegExp(`^[a-z]{3} ([a-z]{3}) ([ \\d]\\d) ${TIME} (\\d{4})$`, "i");

/** Two digits mean the year of this century, or of the last one where that is over 50 years ahead. */
function fullYear(twoDigits: number): number {
  const now = new Date().getUTCFullYear();
  const year = now - (now % 100) + twoDigits;
  return year > now + 50 ? year - 100 : year;
}

function toTime(
  year: number,
  month: string | undefined,
  day: string | undefined,
  time: (string | undefined)[],
): number | undefined {
  const at = MONTHS.indexOf(String(month).toLowerCase());
  const [hours = 0, minutes = 0, seconds = 0] = time.map(Number);
  const midnight = Date.UTC(year, at, Number(day));
  // The 31st of February is no date; a leap second is the first of the next minute.
  const real =
    at >= 0 && new Date(midnight).getUTCMonth() === at && hours < 24 && minutes < 60 && seconds <= 60;
  return real ? midnight + ((hours * 60 + minutes) * 60 + seconds) * 1000 : undefined;
}

/**
 * Milliseconds since 1970 of an HTTP-date, or `undefined` when the text is none: `0`, another zone, another form.
 *
 * @example
 * httpDate("Sun, 06 Nov 1994 08:49:37 GMT"); // 784111777000
 */
export function httpDate(text: string | null | undefined): number | undefined {
  if (!text) return undefined;
  const date = IMF.exec(text);
  if (date) return toTime(Number(date[3]), date[2], date[1], date.slice(4));
  const old = RFC_850.exec(text);
  if (old) return toTime(fullYear(Number(old[3])), old[2], old[1], old.slice(4));
  const ansi = ASCTIME.exec(text);
  return ansi ? toTime(Number(ansi[6]), ansi[1], ansi[2], ansi.slice(3, 6)) : undefined;
}
