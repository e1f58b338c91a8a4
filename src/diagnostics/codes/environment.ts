import { type CodeEntry, prose } from './entry.ts';

/** GW9xxx: the machine: the nginx binary, ports, directories, the sandbox boot, the reload. */
export const ENVIRONMENT = {
  GW9001: {
    severity: 'error',
    title: 'No nginx on this machine',
    text: prose`
      The command needs an nginx or OpenResty binary and found none: not where nginx.binary_path or --nginx-binary
      points, and not as openresty or nginx on PATH or in the usual sbin directories. On Debian:

        apt-get install nginx libnginx-mod-http-lua

      check and build work without one; build then wants --nginx-flavor to know what it builds for.
    `,
  },
  GW9002: {
    severity: 'error',
    title: 'nginx without the Lua module',
    text: prose`
      The binary is an nginx, but the Lua module is neither linked in nor beside it as a loadable module, so nothing
      gatewayc emits could run. Use OpenResty, or install the module: on Debian it is libnginx-mod-http-lua.
    `,
  },
  GW9003: {
    severity: 'error',
    title: 'nginx that does not say what it is',
    text: prose`
      gatewayc asks the binary with -V for its version and modules. It could not be started, or answered something that
      is not nginx's. Run it by hand with -V; check nginx.binary_path and --nginx-binary.
    `,
  },
  GW9004: {
    severity: 'error',
    title: 'nginx that is too old',
    text: prose`
      The emitted gateway needs nginx 1.22 or newer. Older versions lack the early rewrite phase in which the gateway
      matches routes. Install a newer one and name it with nginx.binary_path or --nginx-binary.
    `,
  },
  GW9010: {
    severity: 'error',
    title: 'Configuration that nginx rejects',
    text: prose`
      nginx itself refused the compiled configuration when it was started with it in private. The message is nginx's own;
      the place is the line of your file the rejected line was compiled from. Nothing was deployed.
    `,
  },
  GW9011: {
    severity: 'error',
    title: 'Address that is taken',
    text: prose`
      nginx could not listen on an address of server.listen or metrics.addr: another program listens there, the address
      is not one of this machine, or this user may not use ports below 1024. ss -ltnp shows who has it. A gateway that was
      running goes on with its old configuration.
    `,
  },
  GW9012: {
    severity: 'error',
    title: 'Lua code that fails at start',
    text: prose`
      A Lua module of the gateway could not be loaded, or rejected its part of the configuration, when nginx started.
      nginx keeps the configuration it had. If the message names a place in your file, look there; otherwise the release
      is damaged or this is a bug in gatewayc.
    `,
  },
  GW9013: {
    severity: 'error',
    title: 'Worker that fails at start',
    text: prose`
      nginx took the configuration, but its worker processes failed while they were starting. They would answer requests
      without their timers, so the release does not go live.
    `,
  },
  GW9014: {
    severity: 'error',
    title: 'Gateway that fails its self-test',
    text: prose`
      The compiled gateway was started in private and asked to go through its own routes, services and features. Something
      in it does not work. Each finding names the place in your file it belongs to. Nothing was deployed.
    `,
  },
  GW9015: {
    severity: 'error',
    title: 'Gateway that does not come up in time',
    text: prose`
      nginx was started and neither failed nor reported its workers ready within the time limit. The machine may be
      overloaded, or the workers cannot write to run/workers: the user they run as must be able to reach that directory.
    `,
  },
  GW9016: {
    severity: 'error',
    title: 'File that nginx cannot use',
    text: prose`
      A file named in the configuration, usually a certificate, a key or a CA bundle, is missing, unreadable or not what it
      should be. A key must belong to its certificate. The message is nginx's own.
    `,
  },
  GW9017: {
    severity: 'error',
    title: 'nginx that ended by itself',
    text: prose`
      gatewayc run had nginx running, and it ended without being asked to: somebody stopped it, or it crashed. Its last
      words stand above.
    `,
  },
  GW9020: {
    severity: 'error',
    title: 'Directory that is not ours',
    text: prose`
      The directory to write to is not empty and holds no manifest.json of gatewayc, so its content is somebody else's
      and is not replaced. Give another directory, or empty this one yourself.
    `,
  },
  GW9021: {
    severity: 'error',
    title: 'Disk that is full',
    text: prose`
      The file system or the quota had no room left while the new files were written. They were written beside the old
      ones, which are untouched. Make room and run the command again; it removes what the failed run left.
    `,
  },
  GW9022: {
    severity: 'error',
    title: 'Directory that cannot be written',
    text: prose`
      The file system is read-only, or this user may not write there. New directories are made beside the old ones and
      swapped by a rename, so the parent directory has to be writable too. Nothing was changed.
    `,
  },
  GW9023: {
    severity: 'error',
    title: 'Failed file operation',
    text: prose`
      The operating system refused an operation on a file. The message is its own. What was deployed before is untouched.
    `,
  },
  GW9024: {
    severity: 'error',
    title: 'Release that is damaged',
    text: prose`
      A file of a release is missing or is not the one its manifest names: somebody edited it, or the disk lost it. A
      damaged release is never made live. Compile it again: gatewayc apply writes it anew.
    `,
  },
  GW9025: {
    severity: 'error',
    title: 'Directory that another run is using',
    text: prose`
      Another gatewayc works on the same directory and did not finish while this one waited. The message says which
      process. The lock of a process that died is taken over without a question, so there is no file to delete.
    `,
  },
  GW9026: {
    severity: 'error',
    title: 'No gateway in this directory',
    text: prose`
      The directory holds no releases. gatewayc apply --root DIR makes the first one.
    `,
  },
  GW9027: {
    severity: 'info',
    title: 'Interrupted run that was cleaned up',
    text: prose`
      An earlier run was killed before it was done. What it left half-finished was removed or put back, so that the state
      is the one before it, or the one after it, and nothing in between.
    `,
  },
  GW9028: {
    severity: 'warning',
    title: 'Release that was changed by hand',
    text: prose`
      A file of the current release is not the one that was compiled: edited, removed or added. What runs may be what was
      compiled, or what the file says after the next reload. gatewayc apply writes the release anew.
    `,
  },
  GW9030: {
    severity: 'error',
    title: 'Reload that was not confirmed',
    text: prose`
      nginx was told to reload, and not every worker reported the new generation within the time limit. A reload that
      nginx refuses says nothing to the one who asked for it, so gatewayc waits for the workers. The old release was put
      back. The findings beside this one say why, as far as nginx said it.
    `,
  },
  GW9031: {
    severity: 'error',
    title: 'Rollback that was not confirmed',
    text: prose`
      After a failed reload the old release was put back, and the workers did not all report it in time. The files are
      those of the old release. Look at the error log and at gatewayc status; a restart of nginx takes the old release.
    `,
  },
  GW9032: {
    severity: 'warning',
    title: 'Process that is not our gateway',
    text: prose`
      The pid file names a process that is not an nginx running from this directory: the number was reused after a crash.
      It was not signalled. The gateway counts as not running.
    `,
  },
  GW9033: {
    severity: 'warning',
    title: 'History that was not written',
    text: prose`
      history.json below the root could not be read or written, so gatewayc history does not show what has just happened.
      What was deployed is not touched by that. The message is the operating system's own.
    `,
  },
  GW9034: {
    severity: 'error',
    title: 'Release that one cannot go back to',
    text: prose`
      rollback goes to a release that is still on the disk: one that was live before the current one, or one that is named
      by its generation. Old releases are removed by apply, which keeps as many as --keep says. To go back further, check
      the configuration out of version control and apply it.
    `,
  },
  GW9040: {
    severity: 'error',
    title: 'Build that is stale',
    text: prose`
      build --check compared the directory with what the configuration compiles to now, and they differ. Somebody changed
      the YAML without building, or a file of the build. Run gatewayc build.
    `,
  },
  GW9041: {
    severity: 'error',
    title: 'File that exists already',
    text: prose`
      init does not overwrite a file. Remove it, or name another one: gatewayc init other.yaml
    `,
  },
  GW9042: {
    severity: 'error',
    title: 'File that is not formatted',
    text: prose`
      fmt --check found that fmt would write the file differently. Run gatewayc fmt; it changes blanks, indentation and
      line breaks, and keeps comments, anchors, quotes and the order of keys.
    `,
  },
  GW9050: {
    severity: 'error',
    title: 'Machine that cannot run the gateway',
    text: prose`
      gatewayc doctor found something missing that deploying needs. Each finding says what it is.
    `,
  },
  GW9051: {
    severity: 'warning',
    title: 'Something that would help',
    text: prose`
      gatewayc doctor found something that is not needed to run a gateway, but that some checks use.
    `,
  },
  GW9090: {
    severity: 'error',
    title: 'Command line that is not understood',
    text: prose`
      An unknown command or flag, or a missing or impossible value. gatewayc --help lists the commands,
      gatewayc COMMAND --help the flags of one.
    `,
  },
  GW9099: {
    severity: 'error',
    title: 'Bug in gatewayc',
    text: prose`
      gatewayc failed in a way it should not be able to. Your file may be right or wrong; either way it should have been
      told so. Please report it with the version, the command line and, if you can, the file.
    `,
  },
} as const satisfies Readonly<Record<`GW9${number}`, CodeEntry>>;
