// HTML by tagged templates: everything is escaped unless it is HTML already.

/** HTML that is safe to put into HTML. */
export class Html {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text;
  }
}

type Value = Html | string | number | null | undefined | false | readonly Value[];

/**
 * @example
 * html`<p>${text}</p>${list.map((item) => html`<li>${item}</li>`)}`
 */
export function html(strings: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(strings.reduce((text, string, index) => text + write(values[index - 1]) + string));
}

/** Marks text as HTML. For what the site itself has made, such as rendered Markdown. */
export function raw(text: string): Html {
  return new Html(text);
}

/** The BCP 47 tag of an ISO 639-3 code: `ja` for `jpn`. */
export function languageTag(code: string): string {
  return Intl.getCanonicalLocales(code)[0] ?? code;
}

function write(value: Value): string {
  if (value === null || value === undefined || value === false) return "";
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(write).join("");
  return String(value).replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
