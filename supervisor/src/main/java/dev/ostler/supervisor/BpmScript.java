package dev.ostler.supervisor;

import java.nio.file.Path;

/** The script by which drain scripts reach a job's process. */
final class BpmScript {
  private BpmScript() {}

  static String text(Path base, String launcher) {
    return """
    #!/bin/sh
    # bpm start|stop|quit|term|pid|running JOB [-p PROCESS]
    # Reaches the process of a job in this pod; PROCESS is JOB unless said otherwise.
    base=${OSTLER_BASE:-@BASE@}
    ostler=@OSTLER@

    usage() {
      echo 'usage: bpm start|stop|quit|term|pid|running JOB [-p PROCESS]' >&2
      exit 1
    }

    [ $# -ge 2 ] || usage
    command=$1 job=$2 process=$2
    shift 2
    while [ $# -gt 0 ]; do
      case $1 in
        -p) [ $# -ge 2 ] || usage; process=$2; shift 2 ;;
        *) usage ;;
      esac
    done
    running=$base/data/$job/${process}_containerrun.running

    tell() {
      OSTLER_BASE=$base "$ostler" container-run --job-name "$job" --process-name "$process" --send "$1"
    }

    case $command in
      start) tell START ;;
      term) tell STOP ;;
      quit) tell QUIT ;;
      stop)
        tell STOP || exit 1
        for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
          [ -e "$running" ] || exit 0
          sleep 1
        done
        echo "bpm: $process of $job has not ended within 30 s" >&2
        exit 1
        ;;
      pid) cat "$base/sys/run/bpm/$job/$process.pid" ;;
      running)
        if [ -e "$running" ]; then answer=yes status=0; else answer=no status=1; fi
        [ ! -t 1 ] || echo "$answer"
        exit $status
        ;;
      *) usage ;;
    esac
    """
        .replace("@BASE@", quoted(base.toString()))
        .replace("@OSTLER@", quoted(launcher));
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
