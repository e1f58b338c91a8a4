import { keyTable } from './table.mjs';

const FAMILIES = {
  assertion: 'Assertions: what a condition on a request can test. Written as `type` in an assertion group.',
  balancer: 'Balancers: how a node of a service is chosen. Written as `algorithm` in `load_balancer`.',
  filter: 'Filters: changes to requests and responses.',
};

/**
 * The features of every family.
 * @param {object} schema the published schema
 * @param {object[]} features the descriptors
 */
export function featuresPage(schema, features) {
  const families = [...new Set(features.map(({ family }) => family))];
  const sections = families.flatMap((family) => [
    `## ${family}`,
    FAMILIES[family] ?? '',
    ...features
      .filter((feature) => feature.family === family)
      .map((feature) => featureSection(feature, schema)),
  ]);
  return ['# Features', 'Every feature, by family.', ...sections.filter((part) => part !== '')].join('\n\n');
}

function featureSection({ family, name, aliases, summary }, schema) {
  const def = schema.$defs[`${family}.${name}`];
  const also =
    aliases.length > 0 ? ` Also written ${aliases.map((alias) => `\`${alias}\``).join(', ')}.` : '';
  return [`### ${name}`, `${summary}${also}`, keyTable(def, schema)].join('\n\n');
}

/** What is part of the language and refused by name. */
export function laterPage(schema) {
  const later = Object.values(schema.$defs).filter((def) => def['x-not-built'] === true);
  return [
    '# Not built yet',
    'Blocks of the language that this version refuses by name (GW1107). A block with `enabled: false` passes.',
    later.map(({ title, description }) => `- **${title}**: ${description}`).join('\n'),
  ].join('\n\n');
}

/**
 * All diagnostic codes.
 * @param {Record<string, {severity: string, title: string, text: string}>} codes
 */
export function codesPage(codes) {
  const sections = Object.keys(codes)
    .sort()
    .map((code) => {
      const { severity, title, text } = codes[code];
      return `## ${code}: ${title}\n\n*${severity}*\n\n${asMarkdown(text)}`;
    });
  return ['# Diagnostic codes', 'What `gatewayc rules CODE` prints, for all codes.', ...sections].join(
    '\n\n',
  );
}

/** Runs of indented lines are samples, and so is the label before them. */
function asMarkdown(text) {
  const out = [];
  let fenced = false;
  for (const line of text.split('\n')) {
    const sample = line.startsWith('  ');
    if (sample !== fenced && (sample || line.trim() !== '')) {
      out.push(...(sample ? ['', '```'] : ['```', '']));
      fenced = sample;
    }
    out.push(fenced ? line.replace(/^ {2}/, '') : line);
  }
  if (fenced) out.push('```');
  return out.join('\n').replaceAll(/\n{3,}/g, '\n\n');
}
