import { type CodeEntry, prose } from './entry.ts';

/** GW906x: what `gatewayc diff` compares with. */
export const COMPARING = {
  GW9060: {
    severity: 'error',
    title: 'Release that cannot be compared',
    text: prose`
      A release carries a model of its configuration in data/model.json, and gatewayc diff compares with that. This one
      has none, because an older gatewayc wrote it; or it is damaged; or a newer gatewayc wrote it in a form this one does
      not know. gatewayc apply writes the release anew. Until then compare with a file or a revision:
      --against gateway.old.yaml, --against git:HEAD.
    `,
  },
  GW9061: {
    severity: 'error',
    title: 'Revision that cannot be read',
    text: prose`
      --against git:REV reads the files given with -f as they were at that revision, with git show. There is no git on
      this machine, the files are in no repository, or the repository has no such revision, or the revision no such file.
      git log -- gateway.yaml lists the revisions that changed the file.
    `,
  },
  GW9062: {
    severity: 'error',
    title: 'Nothing to compare with',
    text: prose`
      --against takes the directory of a deployment, a directory written by gatewayc build, a YAML file, or git: and a
      revision. What was given is none of these.
    `,
  },
} as const satisfies Record<string, CodeEntry>;
