// The box around what an element draws, for what is measured by it (`objectBoundingBox`).
import type { Frame } from "./frame.ts";
import { reference } from "../../svg/references.ts";
import { type Box, boxOf, unite } from "../../svg/box.ts";
import { mapBox, type Matrix, parseTransform } from "../../svg/geometry.ts";
import type { Scene } from "./scene.ts";
import { basicShape } from "./shapes.ts";
import { textBox } from "./text-layout.ts";
import { NOT_DRAWN, viewportOf } from "./structure.ts";
import type { Element } from "../../svg/read.ts";

/** In the coordinates of the element's content: after its own `transform`. Strokes do not count. */
export function boundsOf(scene: Scene, element: Element, frame: Frame): Box | undefined {
  const { name, attributes: own } = element;
  if (NOT_DRAWN.has(name) || own.display === "none") return undefined;
  scene.enter();
  let box: Box | undefined;
  if (name === "use") {
    const target = scene.ids.get(reference(own.href) ?? "");
    const shift: Matrix = [1, 0, 0, 1, frame.x(own.x, 0), frame.y(own.y, 0)];
    box =
      target &&
      moved(
        scene.within(target, () => boundsOf(scene, target, frame)),
        shift,
        target,
      );
  } else if (name === "text") box = textBox(scene, element, frame);
  else if (name === "image") {
    box = boxOf(frame.x(own.x, 0), frame.y(own.y, 0), frame.x(own.width, 0), frame.y(own.height, 0));
  } else {
    const shape = basicShape(name, own, frame);
    if (shape) box = shape.ops ? shape.box : undefined;
    else
      for (const child of element.children) {
        const inner = boundsOf(scene, child, frame.styled(child.attributes));
        box = unite(box, moved(inner, parseTransform(child.attributes.transform), undefined));
      }
    if (name === "svg" && box) box = mapBox(viewportOf(element, frame).matrix, box);
  }
  scene.leave(0);
  return box;
}

function moved(box: Box | undefined, by: Matrix, target: Element | undefined): Box | undefined {
  if (!box) return undefined;
  return mapBox(by, mapBox(parseTransform(target?.attributes.transform), box));
}
