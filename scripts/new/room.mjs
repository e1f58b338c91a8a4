/**
 * The rooms every feature has, with the texts that differ between families.
 * @param {{family: string, name: string}} feature
 * @param {{descriptor: string, lua: string, properties: object, test: string}} texts
 * @returns {Record<string, string>} path to text
 */
export function rooms({ family, name }, { descriptor, lua, properties, test }) {
  const fragment = { title: title(name), description: `${title(name)}.`, type: 'object', properties };
  return {
    [`src/features/${family}/${name}.ts`]: descriptor,
    [`lua/gatewayc/${family}/${name}.lua`]: lua,
    [`schemas/${family}/${name}.json`]: `${JSON.stringify(fragment, undefined, 2)}\n`,
    [`test/features/${family}/${name}/contract.test.ts`]: test,
  };
}

/** `least-time` is `Least time`. */
export const title = (name) => name[0].toUpperCase() + name.slice(1).replaceAll('-', ' ');
