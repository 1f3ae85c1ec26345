// The style sheets of an SVG, and its `style` attributes: what they say is written into the attributes.

import { refuse, SVG_LIMITS } from "../limits.ts";
import { type Element, textOf } from "../read.ts";
import { type Declaration, parseDeclarations } from "./declarations.ts";
import type { Part } from "./selector.ts";
import { parseSheet, type Rule } from "./sheet.ts";
import { type Styled, styledChildren } from "./styled.ts";
import { NO_VARIABLES, substitute, type Variables } from "./variables.ts";

/**
 * Applies `<style>`, `style` and `var()` to a picture in place: afterwards all is said by attributes, and `class`
 * and `style` mean nothing any more. Rules with what is not known here, at-rules among them, say nothing.
 *
 * @throws HttpError 422 for more rules or work than {@link SVG_LIMITS} has.
 */
export function applyStyles(svg: Element): void {
  new Cascade(readSheets(svg)).style(styledChildren([svg], undefined)[0]!, NO_VARIABLES);
}

/** The rules of all sheets, by the key of their selector. */
function readSheets(svg: Element): ReadonlyMap<string, Rule[]> {
  const rules = new Map<string, Rule[]>();
  let count = 0;
  const read = (element: Element) => {
    if (element.name !== "style") return element.children.forEach(read);
    for (const rule of parseSheet(textOf(element))) {
      if (++count > SVG_LIMITS.maxRules)
        throw refuse(`The SVG has more than ${SVG_LIMITS.maxRules} rules of style.`);
      rule.order = count;
      const { key } = rule.selector;
      const known = rules.get(key);
      if (known) known.push(rule);
      else rules.set(key, [rule]);
    }
  };
  read(svg);
  return rules;
}

/** `never`: no element further out can match either, so those on the way need not be tried again. */
type Match = "yes" | "no" | "never";

class Cascade {
  readonly #rules: ReadonlyMap<string, Rule[]>;
  #steps = 0;

  constructor(rules: ReadonlyMap<string, Rule[]>) {
    this.#rules = rules;
  }

  style(styled: Styled, around: Variables): void {
    const { attributes, children } = styled.element;
    const own = this.#rules.size || attributes.style !== undefined ? this.#declarations(styled) : [];
    const variables = own.some(({ name }) => name.startsWith("--")) ? declare(own, around) : around;
    for (const { name, value } of own) if (!name.startsWith("--")) attributes[name] = value;
    for (const [name, value] of Object.entries(attributes)) {
      if (!value.includes("var(") || name === "style") continue;
      this.#step(value.length);
      const replaced = substitute(value, variables);
      // Invalid at computed-value time (§3.1): as if nothing had been said.
      if (replaced === undefined) delete attributes[name];
      else attributes[name] = replaced;
    }
    for (const child of styledChildren(children, styled)) this.style(child, variables);
  }

  /** The declarations that apply to an element, the strongest last (CSS Cascade 4 §6). */
  #declarations(styled: Styled): Declaration[] {
    const { element, classes } = styled;
    const found: Rule[] = [];
    const look = (key: string) => {
      for (const rule of this.#rules.get(key) ?? [])
        if (this.#match(rule.selector.parts, styled, 0) === "yes") found.push(rule);
    };
    if (this.#rules.size) {
      look("*");
      look(element.name);
      for (const name of classes) look(`.${name}`);
      if (element.attributes.id) look(`#${element.attributes.id}`);
      found.sort((a, b) => a.selector.weight - b.selector.weight || a.order - b.order);
    }
    const all = [
      found.map(({ declarations }) => {
        this.#step(declarations.length);
        return declarations;
      }),
      parseDeclarations(element.attributes.style ?? ""),
    ].flat(2);
    return all.some(({ important }) => important)
      ? [...all.filter(({ important }) => !important), ...all.filter(({ important }) => important)]
      : all;
  }

  /** Whether the parts of a selector from `at` on match an element and those around it. */
  #match(parts: readonly Part[], styled: Styled, at: number): Match {
    const { tests, combinator } = parts[at]!;
    this.#step(tests.length + 1);
    if (!tests.every((test) => test(styled))) return "no";
    if (at === parts.length - 1) return "yes";
    if (combinator === ">") return styled.parent ? this.#match(parts, styled.parent, at + 1) : "never";
    if (combinator === "+") return styled.previous ? this.#match(parts, styled.previous, at + 1) : "no";
    const isAncestor = combinator === " ";
    let next = isAncestor ? styled.parent : styled.previous;
    for (; next; next = isAncestor ? next.parent : next.previous) {
      const match = this.#match(parts, next, at + 1);
      if (match !== "no") return match;
    }
    return isAncestor ? "never" : "no";
  }

  #step(count: number): void {
    if ((this.#steps += count) > SVG_LIMITS.maxStyleSteps)
      throw refuse("The style sheets of the SVG are more work than a picture should be.");
  }
}

/** The custom properties that an element declares, on top of those around it. */
function declare(own: readonly Declaration[], around: Variables): Variables {
  const variables = Object.create(around) as Variables;
  for (const { name, value } of own) {
    if (!name.startsWith("--")) continue;
    const computed = substitute(value, variables);
    if (computed !== undefined) variables[name] = computed;
  }
  return variables;
}
