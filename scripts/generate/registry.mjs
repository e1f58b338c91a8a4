/**
 * The text of src/features/registry.ts.
 * @param {{family: string, name: string}[]} features by family, then by name
 * @returns {string}
 */
export function registryText(features) {
  const families = [...new Set(features.map(({ family }) => family))];
  const local = ({ family, name }) =>
    family +
    name
      .split('-')
      .map((part) => part[0].toUpperCase() + part.slice(1))
      .join('');
  const imports = features.map((f) => `import { feature as ${local(f)} } from './${f.family}/${f.name}.ts';`);
  const lists = families.map((family) => {
    const members = features.filter((f) => f.family === family).map(local);
    const line = `  ${family}: [${members.join(', ')}],`;
    return line.length <= 110 ? line : `  ${family}: [\n${members.map((m) => `    ${m},`).join('\n')}\n  ],`;
  });
  return `// Generated from the folders beside it by \`npm run generate\`; do not edit.
import type { Family, Feature } from '../model/feature.ts';
${imports.join('\n')}

/** Every feature, by family and in the order of their names. */
export const FEATURES = {
${lists.join('\n')}
} as const satisfies { readonly [F in Family]: readonly Extract<Feature, { family: F }>[] };
`;
}
