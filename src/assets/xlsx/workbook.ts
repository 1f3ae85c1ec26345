// The parts of a workbook around its sheets (ECMA-376-1 §12, ECMA-376-2): what is where, and what it is.

import { escapeText } from "./cell.ts";

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** Paths and texts, in the order in which Excel looks for them; the sheets follow. */
export function workbookParts(names: readonly string[], stylesXml: string): [path: string, xml: string][] {
  const numbers = names.map((_, index) => index + 1);
  const type = (part: string, kind: string) =>
    `<Override PartName="/xl/${part}.xml" ContentType="${TYPE}.${kind}+xml"/>`;
  const relation = (id: number, kind: string, target: string) =>
    `<Relationship Id="rId${id}" Type="${RELATIONS}/${kind}" Target="${target}.xml"/>`;
  return [
    [
      "[Content_Types].xml",
      `${HEAD}<Types xmlns="${PACKAGE}/content-types">` +
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
        '<Default Extension="xml" ContentType="application/xml"/>' +
        type("workbook", "sheet.main") +
        numbers.map((number) => type(`worksheets/sheet${number}`, "worksheet")).join("") +
        `${type("styles", "styles")}</Types>`,
    ],
    [
      "_rels/.rels",
      `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${relation(1, "officeDocument", "xl/workbook")}</Relationships>`,
    ],
    [
      "xl/workbook.xml",
      `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>` +
        names
          .map(
            (name, index) =>
              `<sheet name="${escapeText(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
          )
          .join("") +
        // Formulas have no results in the file: they are computed when it is opened.
        '</sheets><calcPr fullCalcOnLoad="1"/></workbook>',
    ],
    [
      "xl/_rels/workbook.xml.rels",
      `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">` +
        numbers.map((number) => relation(number, "worksheet", `worksheets/sheet${number}`)).join("") +
        `${relation(names.length + 1, "styles", "styles")}</Relationships>`,
    ],
    ["xl/styles.xml", stylesXml],
  ];
}
