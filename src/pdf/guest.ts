// pdfkit as a guest: it draws on our pages, and its objects become ours.
import type { Draw, Form } from "./block.ts";
import { figure } from "./picture.ts";
import type { Piece } from "./piece.ts";
import { finite, type Place } from "./place.ts";
import { paragraphPieces } from "./text.ts";

/** Space for a drawing of the author's own. */
export function drawPieces(block: Draw, place: Place): Piece[] {
  const height = finite(block.height, "drawing");
  const guest = place.writer.guest!;
  return [
    figure(block, place.width, height, place, (page, x, y) => {
      guest.paint(page, (doc) => block.draw(doc, { x, y, width: place.width, height }));
    }),
  ];
}

/** A field of a form, with its label above it. */
export function* fieldPieces(block: Form, place: Place): Generator<Piece> {
  const { writer, width } = place;
  const guest = writer.guest!;
  const height = finite(block.height ?? (block.multiline ? 60 : 20), "field");
  yield* paragraphPieces(
    {
      kind: "paragraph",
      content: block.label,
      size: 8.5,
      color: "muted",
      before: block.before ?? 4,
      after: 2,
    },
    place,
  );
  const tag = writer.tags?.open("Form", place.tag);
  const common = {
    label: block.label,
    required: block.required,
    backgroundColor: "#f5f7fa",
    borderColor: "#d0d5dd",
  };
  yield {
    height,
    before: 0,
    after: block.after ?? 8,
    draw(page, x, y) {
      guest.paint(
        page,
        (doc) => {
          guest.form();
          if (block.field === "checkbox") doc.formCheckbox(block.name, x, y, height, height, common);
          else if (block.field === "combo")
            doc.formCombo(block.name, x, y, width, height, {
              ...common,
              select: [...(block.options ?? [])],
              value: block.value,
            });
          else
            doc.formText(block.name, x, y, width, height, {
              ...common,
              value: block.value,
              multiline: block.multiline,
            });
        },
        tag,
      );
      tag?.close();
    },
  };
}
