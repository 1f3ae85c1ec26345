// The styles of a workbook (ECMA-376-1 §18.8): number formats by a name, and bold titles.

/** Number formats by name, as Excel writes them; in the file a style's number is its place in `FORMATS`. */
const CODES = {
  general: "General",
  integer: "#,##0",
  decimal: "#,##0.00",
  percent: "0.0%",
  date: "yyyy\\-mm\\-dd",
  "date-time": "yyyy\\-mm\\-dd\\ hh:mm:ss",
  time: "hh:mm:ss",
  text: "@",
} as const;

/** How a column shows its values. */
export type Format = keyof typeof CODES;

export const FORMATS = Object.keys(CODES) as Format[];

/** The style of titles comes after those of the formats. */
export const TITLE_STYLE = FORMATS.length;

/** Numbers up to 163 are those of formats that are built in (§18.8.30). */
const OWN = 164;

const NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

export function stylesXml(): string {
  const formats = FORMATS.map(
    (name, index) => `<numFmt numFmtId="${OWN + index}" formatCode="${CODES[name]}"/>`,
  );
  const styles = FORMATS.map(
    (_, index) =>
      `<xf numFmtId="${index === 0 ? 0 : OWN + index}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`,
  );
  return (
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="${NS}">` +
    `<numFmts count="${formats.length}">${formats.join("")}</numFmts>` +
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
    `<cellXfs count="${styles.length + 1}">${styles.join("")}` +
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>' +
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
  );
}
