import type { Command, Option } from 'commander';
import { finding } from '../../diagnostics/finding.ts';
import { EXIT } from '../exit.ts';
import type { Outcome } from '../outcome.ts';
import type { Invocation } from '../program.ts';

const SHELLS = { bash, zsh, fish } as const;

/** `gatewayc completion`: a script made from the command line itself, so that it never lags behind. */
export async function completion({ args: [shell = ''], program }: Invocation): Promise<Outcome> {
  if (!Object.hasOwn(SHELLS, shell)) {
    const help = `choose one of ${Object.keys(SHELLS).join(', ')}`;
    return {
      exit: EXIT.usage,
      diagnostics: [finding('GW9090', { message: `there is no completion for the shell "${shell}"`, help })],
    };
  }
  const script = SHELLS[shell as keyof typeof SHELLS](program);
  return { exit: EXIT.done, text: script, data: { script }, diagnostics: [] };
}

function bash(program: Command): string {
  const cases = program.commands.map(
    (command) => `    ${names(command).join('|')}) words="${flags(command).join(' ')}" ;;`,
  );
  return `# bash completion for gatewayc
_gatewayc() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" words=
  case "$previous" in
${valueCases(program)
  .map(
    ({ flag, values }) =>
      `    ${flag}) COMPREPLY=($(compgen -W "${values.join(' ')}" -- "$current")); return ;;`,
  )
  .join('\n')}
  esac
  if [ "$COMP_CWORD" = 1 ]; then words="${program.commands.flatMap(names).join(' ')} --help --version"; else
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac; fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _gatewayc gatewayc
`;
}

function zsh(program: Command): string {
  const commands = program.commands.flatMap((command) =>
    names(command).map((name) => `    '${name}:${quoted(command.description())}'`),
  );
  const cases = program.commands.map((command) => {
    const specs = command.options.filter(({ hidden }) => !hidden).flatMap((option) => zshSpecs(option));
    return `    ${names(command).join('|')}) _arguments ${specs.join(' ')} '*:file:_files' ;;`;
  });
  return `#compdef gatewayc
_gatewayc() {
  local -a commands=(
${commands.join('\n')}
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  case "$words[2]" in
${cases.join('\n')}
  esac
}
compdef _gatewayc gatewayc
`;
}

function zshSpecs(option: Option): string[] {
  const text = quoted(option.description).replaceAll(/[[\]:]/g, '');
  const value = option.argChoices
    ? `:value:(${option.argChoices.join(' ')})`
    : option.required
      ? ':value:_files'
      : '';
  return [option.short, option.long]
    .filter((flag) => flag !== undefined)
    .map((flag) => `'${flag}[${text}]${value}'`);
}

function fish(program: Command): string {
  const lines = program.commands.flatMap((command) =>
    names(command).flatMap((name) => [
      `complete -c gatewayc -n __fish_use_subcommand -a ${name} -d '${quoted(command.description())}'`,
      ...command.options.filter(({ hidden }) => !hidden).map((option) => fishOption(name, option)),
    ]),
  );
  return `# fish completion for gatewayc\n${lines.join('\n')}\n`;
}

function fishOption(command: string, option: Option): string {
  const parts = [`complete -c gatewayc -n '__fish_seen_subcommand_from ${command}'`];
  if (option.short) parts.push(`-s ${option.short.slice(1)}`);
  if (option.long) parts.push(`-l ${option.long.slice(2)}`);
  if (option.argChoices) parts.push(`-x -a '${option.argChoices.join(' ')}'`);
  else if (option.required) parts.push('-r');
  return `${parts.join(' ')} -d '${quoted(option.description)}'`;
}

const names = (command: Command): string[] => [command.name(), ...command.aliases()];

const flags = (command: Command): string[] =>
  [
    ...command.options.filter(({ hidden }) => !hidden).flatMap(({ short, long }) => [short, long]),
    '--help',
  ].filter((flag) => flag !== undefined);

/** Flags with a closed list of values: every value any command accepts. */
function valueCases(program: Command): { flag: string; values: string[] }[] {
  const values = new Map<string, Set<string>>();
  for (const { long, argChoices } of program.commands.flatMap(({ options }) => options)) {
    if (long == null || argChoices === undefined) continue;
    const known = values.get(long) ?? new Set();
    values.set(long, known);
    for (const value of argChoices) known.add(value);
  }
  return [...values].map(([flag, all]) => ({ flag, values: [...all] }));
}

/** Inside single quotes of a shell. */
const quoted = (text: string): string => text.replaceAll("'", "'\\''");
