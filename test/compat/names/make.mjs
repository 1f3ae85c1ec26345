// What a framework's packages export, by their own types, beside what our stand-ins have: one table a framework.
// After a newer release of it is taken into test/integrations, and after a change of a stand-in (built):
//   node test/compat/names/make.mjs next|react-router|tanstack && npm run format

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const DIST = join(HERE, "../../../dist");

/** Our stand-ins by specifier, and the package whose version dates a table. */
const FRAMEWORKS = {
  next: {
    dates: "next",
    ours: async () => (await import(`${DIST}/compat/next/modules.js`)).nextModules(),
  },
  "react-router": {
    dates: "react-router",
    ours: async () => (await import(`${DIST}/compat/remix-modules.js`)).remixModules(8),
  },
  tanstack: {
    dates: "@tanstack/react-start",
    ours: async () => (await import(`${DIST}/conventions/tanstack.js`)).tanstack.modules(),
  },
};

/**
 * The exports of modules that have a value, each with its shape: the parameters of a function, the members of a class.
 *
 * @param app a folder with the framework and TypeScript in its node_modules
 */
function namesOf(app, specifiers) {
  const ts = createRequire(join(app, "package.json"))("typescript");
  const entry = join(app, "names.ts");
  const options = {
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
    skipLibCheck: true,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  const text = specifiers.map((one, i) => `import * as m${i} from ${JSON.stringify(one)}; m${i};`).join("\n");
  host.getSourceFile = (file, ...rest) =>
    file === entry ? ts.createSourceFile(file, text, ts.ScriptTarget.ES2022) : getSourceFile(file, ...rest);
  const program = ts.createProgram([entry], options, host);
  const checker = program.getTypeChecker();
  const found = {};
  for (const [index, { moduleSpecifier }] of program
    .getSourceFile(entry)
    .statements.filter(ts.isImportDeclaration)
    .entries()) {
    const module = checker.getSymbolAtLocation(moduleSpecifier);
    if (!module) continue;
    const all = {};
    for (const exported of checker.getExportsOfModule(module)) {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      // Names of the framework's own inside, by its own word.
      const isInside = exported.name.startsWith("UNSAFE_") || exported.name === "default";
      if (symbol.flags & ts.SymbolFlags.Value && !isInside)
        all[exported.name] = shapeOf(symbol, ts, checker, program.getSourceFile(entry));
    }
    found[specifiers[index]] = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  return found;
}

function shapeOf(symbol, ts, checker, at) {
  const type = checker.getTypeOfSymbolAtLocation(symbol, at);
  const parameters = (signature) =>
    `(${signature.parameters
      .map(({ name, valueDeclaration: one }) => {
        const isRest = one?.dotDotDotToken !== undefined;
        const isOptional = one?.questionToken !== undefined || one?.initializer !== undefined;
        return (isRest ? "..." : "") + (/^__\d/.test(name) ? "{}" : name) + (isOptional ? "?" : "");
      })
      .join(", ")})`;
  if (symbol.flags & ts.SymbolFlags.Class) {
    const own = (of) => checker.getPropertiesOfType(of).map(({ name }) => name);
    const members = [...own(checker.getDeclaredTypeOfSymbol(symbol)), ...own(type)];
    return `class { ${members
      .filter((name) => /^[a-z]\w*$/i.test(name) && name !== "prototype")
      .sort()
      .join(" ")} }`;
  }
  const calls = type.getCallSignatures();
  return calls.length > 0 ? [...new Set(calls.map(parameters))].join(" | ") : "value";
}

/** The table; a name that is `here` keeps the release in which it was first seen with its shape. */
function tableOf({ version, names, ours }, before) {
  const modules = {};
  for (const [specifier, all] of Object.entries(names)) {
    const own = Object.keys(ours[specifier] ?? {}).sort();
    const past = before?.modules[specifier]?.here ?? {};
    const there = Object.entries(all).filter(([name]) => own.includes(name));
    modules[specifier] = {
      here: Object.fromEntries(
        there.map(([name, shape]) => [
          name,
          past[name] !== undefined && shapeIn(past[name]) === shape ? past[name] : `${version} ${shape}`,
        ]),
      ),
      absent: Object.keys(all).filter((name) => !own.includes(name)),
      // Of other releases.
      only: own.filter((name) => !(name in all)),
    };
  }
  return { version, modules };
}

/** The shape in an entry of the table, without its release. */
const shapeIn = (entry) => entry.slice(entry.indexOf(" ") + 1);

/** What differs between two tables, a line each. */
export function differencesOf(before, after) {
  return Object.entries(after.modules).flatMap(([specifier, now]) => {
    // A specifier that only our stand-ins have got since is no release of the framework's.
    const old = before.modules[specifier];
    if (!old) return [];
    const names = ({ here, absent }) => [...Object.keys(here), ...absent];
    const added = names(now).filter((name) => !names(old).includes(name));
    const gone = names(old).filter((name) => !names(now).includes(name));
    const changed = Object.keys(now.here).filter(
      (name) => name in old.here && shapeIn(old.here[name]) !== shapeIn(now.here[name]),
    );
    const was = (name) => `was ${shapeIn(old.here[name])} and is ${shapeIn(now.here[name])}`;
    return added
      .map((name) => `${specifier}: ${name} is new`)
      .concat(
        gone.map((name) => `${specifier}: ${name} is gone`),
        changed.map((name) => `${specifier}: ${name} ${was(name)}`),
      );
  });
}

/** @param app a folder with the framework installed; default: its integration */
export async function makeTable(framework, app = join(HERE, "../../integrations", framework)) {
  const { dates, ours } = FRAMEWORKS[framework];
  const stands = await ours();
  // `next/server.js` is `next/server`; of fonts there are as many names as Google has.
  const specifiers = Object.keys(stands).filter((one) => !/\.js$|^next\/font\//.test(one));
  const file = join(app, "node_modules", dates, "package.json");
  const { version } = JSON.parse(readFileSync(file, "utf8"));
  return tableOf({ version, names: namesOf(app, specifiers), ours: stands }, readTable(framework));
}

export function readTable(framework) {
  try {
    return JSON.parse(readFileSync(join(HERE, `${framework}.json`), "utf8"));
  } catch {
    return undefined;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [framework, app] = process.argv.slice(2);
  const before = readTable(framework);
  const table = await makeTable(framework, app);
  if (before) console.log(differencesOf(before, table).join("\n"));
  writeFileSync(join(HERE, `${framework}.json`), `${JSON.stringify(table, null, 2)}\n`);
}
