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

it("opens fragments, lists, any other iterable, and bigints, with components and asynchronous ones in them", async () => {
  const Now = () => <b>now</b>;
  const Later = async () => <i>later</i>;
  const tree = (Any: () => unknown) => {
    const Part = Any as () => never;
    return (
      <div>
        <>
          {10n}
          {new Set([<Part key="set" />])}
        </>
        {[[<Part key="list" />]].values() as never}
      </div>
    );
  };
  const opened = (part: unknown) => ({ type: "div", props: { children: [["10", [part]], [[part]]] } });
  const now = { type: "b", props: { children: "now" } };
  expect(expandTree(tree(Now))).toEqual(opened(now));
  expect(await expandTreeAsync(tree(Now))).toEqual(opened(now));
  const later = { type: "i", props: { children: "later" } };
  expect(await expandTreeAsync(tree(Later))).toEqual(opened(later));
  expect(() => expandTree(tree(Later))).toThrow("<Later> is asynchronous");
});
