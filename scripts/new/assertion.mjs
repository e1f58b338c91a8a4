import { rooms, title } from './room.mjs';

/**
 * An assertion that works: it tests the scheme of the request.
 * @param {string} name in kebab case
 */
export const assertionRooms = (name) =>
  rooms(
    { family: 'assertion', name },
    {
      descriptor: `import type { AssertionFeature } from '../../model/feature.ts';

/** \`http\` or \`https\`, as nginx spells it. */
export const feature = {
  family: 'assertion',
  name: '${name}',
  aliases: [],
  summary: 'Tests the scheme of the request.',
  named: undefined,
  address: false,
  caseless: true,
} as const satisfies AssertionFeature;
`,
      lua: `--- ${title(name)}: the scheme of the request.

local var = ngx.var

local _M = {}

--- @return function to the value, nil when there is none
function _M.reader()
  return function()
    return var.scheme
  end
end

return _M
`,
      properties: {},
      test: `import { assertionContract } from '../../../contract/assertion.ts';

assertionContract('${name}', {
  sights: [
    { request: { scheme: 'http' }, value: 'http' },
    { request: { scheme: 'https' }, value: 'https' },
  ],
});
`,
    },
  );
