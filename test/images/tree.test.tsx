// Templates -> elements: what may stand in a tree, and what came from a visitor in place of a text.

import { describe, expect, it } from "vitest";
import { expandTree, expandTreeAsync } from "../../src/images/tree.ts";

/** What a visitor may post where an author expects a name. */
const posted = JSON.parse(
  `{"type":"img","props":{"src":"https://example.com/a.png","style":{"width":9}},"key":null,"$$typeof":"x","constructor":null}`,
) as never;

describe("an object that JSON can say", () => {
  const Wrap = ({ children }: { children?: unknown }) => children as never;
  it.each([
    ["a child", () => <div>{posted}</div>],
    ["among children", () => <div>Hello {posted}</div>],
    [
      "deeper",
      () => (
        <div>
          <p>{posted}</p>
        </div>
      ),
    ],
    ["in a fragment", () => <>{posted}</>],
    ["in a component that passes it on", () => <Wrap>{posted}</Wrap>],
    [
      "given a component",
      () => {
        const Name = ({ name }: { name: never }) => <b>{name}</b>;
        return <Name name={posted} />;
      },
    ],
  ])("is no element inside of JSX: %s", async (_name, make) => {
    expect(() => expandTree(make())).toThrow("that no JSX has made");
    await expect(expandTreeAsync(make())).rejects.toThrow("that no JSX has made");
  });
});

it("takes trees of plain objects, alone and from a component", async () => {
  const plain = { type: "div", props: { children: { type: "b", props: { children: "x" } } } };
  expect(expandTree(plain)).toEqual(plain);
  const Plain = () => plain as never;
  expect(expandTree(<Plain />)).toEqual(plain);
  expect(
    await expandTreeAsync(
      <p>
        <Plain />
      </p>,
    ),
  ).toEqual({ type: "p", props: { children: plain } });
  expect(
    expandTree(
      <p>
        <Plain />
      </p>,
    ),
  ).toEqual({ type: "p", props: { children: plain } });
});
