// One picture while it is drawn: what all of its parts share.
import { fine, ref } from "../file/syntax.ts";
import type { SvgHost } from "./host.ts";
import type { Frame } from "./frame.ts";
import type { Box } from "../../svg/box.ts";
import { clamp, scaleOf } from "../../svg/geometry.ts";
import type { Element } from "../../svg/read.ts";
import { Ids } from "../../svg/cost.ts";
import { refuse, SVG_LIMITS } from "../../svg/limits.ts";

/** The `/Group` entry of a transparency group. */
export const GROUP = "/Group<</S/Transparency/CS/DeviceRGB/I true>>";

/** The cost of a form, counted in elements: its stream is deflated. */
const [FORM, DEFLATED_FORM] = [2, 10];
/** Operators that are not worth deflating, in characters. */
const SHORT = 250;
/** Milliseconds of drawing, after which others have their turn. */
const TURN = 10;
/** Operators of one picture, in characters. */
const MAX_OPERATORS = 32 * 1024 * 1024;

/** A picture ready to be placed: a form whose unit square is the picture. */
export interface Drawing {
  form: number;
  width: number;
  height: number;
}

/** A part of a picture that is drawn as pixels, after the rest: a form that is still to be written. */
export interface Unfinished {
  form: number;
  /** SVG source of that part alone. */
  svg: string;
  /** Its box, where the form is used. */
  box: Box;
  /** Its size in pixels. */
  width: number;
  height: number;
}

/** Draws an element and gives the operators. */
export type DrawElement = (scene: Scene, element: Element, frame: Frame) => string;

export class Scene {
  readonly ids: Ids;
  readonly unfinished: Unfinished[] = [];
  /** True when a part has a blend mode: it blends with the picture, not with the page. */
  blends = false;
  /** Pixels of all that is unfinished. */
  pixels = 0;
  readonly #open = new Set<Element>();
  readonly #objects = new Map<string, number>();
  #rested = performance.now();
  #drawn = 0;
  #written = 0;
  #depth = 0;

  constructor(
    readonly host: SvgHost,
    readonly root: Element,
    readonly bitmaps: ReadonlyMap<string, Drawing>,
    /** Pixels for one unit of the picture, where it cannot be drawn as vectors. */
    readonly density: number,
    readonly drawElement: DrawElement,
  ) {
    this.ids = new Ids(root);
  }

  element(element: Element, frame: Frame): string {
    return this.drawElement(this, element, frame);
  }

  children(element: Element, frame: Frame): string {
    let ops = "";
    for (const child of element.children) ops += this.element(child, frame);
    return ops;
  }

  /** Lets others have their turn, if it is long since they had one. */
  async rest(): Promise<void> {
    if (performance.now() - this.#rested < TURN) return;
    await new Promise(setImmediate);
    this.#rested = performance.now();
  }

  /** Counts what is drawn: parts that use each other multiply. */
  enter(): void {
    this.count(1);
    if (++this.#depth > SVG_LIMITS.maxDepth)
      throw refuse(`The SVG's parts use each other more than ${SVG_LIMITS.maxDepth} levels deep.`);
  }

  /** Counts what takes time without drawing an element. */
  count(elements: number): void {
    if ((this.#drawn += elements) > SVG_LIMITS.maxDrawn)
      throw refuse(`The SVG draws more than ${SVG_LIMITS.maxDrawn} elements.`);
  }

  leave(written: number): void {
    this.#depth--;
    this.wrote(written);
  }

  /** Counts characters of operators. */
  wrote(written: number): void {
    if ((this.#written += written) > MAX_OPERATORS) throw refuse("The SVG is more than a page can hold.");
  }

  /** Does something with an element that others refer to; nothing where it refers to itself. */
  within<T>(element: Element, use: () => T): T | undefined {
    if (this.#open.has(element)) return undefined;
    this.#open.add(element);
    try {
      return use();
    } finally {
      this.#open.delete(element);
    }
  }

  /** Writes an object; the same text gives the same one. */
  object(body: string): number {
    let id = this.#objects.get(body);
    if (id === undefined) this.#objects.set(body, (id = this.host.file.add(body)));
    return id;
  }

  /** A form in coordinates of its own. */
  form(ops: string, box: Box, entries = ""): number {
    const { file, resources } = this.host;
    const dictionary = `/Type/XObject/Subtype/Form/BBox[${boxText(box)}]${entries}/Resources ${ref(resources)}`;
    const short = ops.length < SHORT;
    this.#drawn += short ? FORM : DEFLATED_FORM;
    return short ? file.deflated(dictionary, Buffer.from(ops, "latin1")) : file.stream(dictionary, ops);
  }

  /** Sets a graphics state. */
  state(entries: string): string {
    return `/${this.host.resource("ExtGState", this.object(`<<${entries}>>`))} gs\n`;
  }

  /** Pixels for one unit of a frame. */
  densityOf(frame: Frame): number {
    return this.density * scaleOf(frame.outer);
  }
}

/** A box as PDF has it, a little larger than it is: readers cut what lies on its edge. */
export const boxText = ({ left, top, right, bottom }: Box): string =>
  [
    Math.floor(left * 100 - 1),
    Math.floor(top * 100 - 1),
    Math.ceil(right * 100 + 1),
    Math.ceil(bottom * 100 + 1),
  ]
    .map((hundredths) => String(hundredths / 100))
    .join(" ");

/** A rectangle as a path. */
export const rectangle = (x: number, y: number, width: number, height: number): string =>
  `${[x, y, width, height].map((value) => fine(clamp(value))).join(" ")} re `;
