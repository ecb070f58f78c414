package dev.ostler.cli;

import java.util.List;

/** What {@code --help} prints. */
final class Help {
  private static final String CTL =
      """
      Talks to a running 'ostler run' that has a control socket. Without NAME: to all its processes.

        status [NAME...]                            what is there and what it does
        start|stop|restart|suspend|resume [NAME...] have processes run, or not
        signal SIGNAL [NAME...]                     send a signal
        reload                                      read the file again
        logs [NAME...]                              what processes wrote
        events                                      what happens, as it happens
        metrics                                     figures, as Prometheus reads them

      Exits with 1 if something failed, 64 for wrong usage, 69 if nobody listens.\
      """;

  private static final String FLEET =
      """
      Brings the containers of many hosts, and the files in them, to what one file says.

        plan       say what would be done and why; exits with 2 if anything would
        apply      do it
        status     what is there
        rollback   back to the containers before, which are kept
        start|stop|pause|unpause
        destroy    remove all of the fleet's containers
        prune      remove the containers that are kept, and their images
        logs [CONTAINER...]                  what containers write, on all hosts
        exec CONTAINER COMMAND [ARG...]      run a command in it, on all hosts
        events                               what happens to containers, as it happens
        adopt CONTAINER[=NAME-OR-ID]...      go on with containers that were made otherwise
        convert    write a file of libflexkube in our own form
        export     write what is there in the form of libflexkube
        unlock     say who works on the hosts; with --yes, end their locks

      Exits with 65 for a bad file, 69 if hosts do not answer, 75 if somebody else works on one.\
      """;

  private static final String APPS =
      """
      Talks to a running 'ostler gateway' that has an 'admin' with a token.

        apps          what rests, what runs, and who uses it
        wake APP      have it run, also if visitors may not wake it any more
        idle APP      have it rest as soon as those who are served are done
        explain APP   why it is as it is, and what will become of it

      Exits with 1 if the gateway refuses, 64 for wrong usage, 69 if it cannot be reached.\
      """;

  private static final String RUN_FILE =
      """
      With a FILE: any number of processes, with order, readiness, health, and configuration that is
      rolled back if it does not work. 'ostler check FILE' says what is wrong with it. A whole file:

        processes:
          web:
            command: [nginx, -g, "daemon off;"]
            ready: {http: "http://127.0.0.1:80/"}
        control: /run/ostler.sock

      These are for a command; a FILE says everything itself:\
      """;

  private Help() {}

  static String overview() {
    return """
    usage: ostler COMMAND [ARG...]

      run [OPTION...] -- COMMAND [ARG...]   run a command and look after it
      run FILE                              run what a file describes, and look after all of it
      ctl COMMAND [ARG...]                  talk to a running 'ostler run'
      fleet COMMAND [OPTION...]             containers and their files on many hosts
      gateway FILE                          rest what nobody uses, ready it on request
      apps|wake|idle|explain [APP]          talk to a running gateway
      check FILE...                         say what is wrong with files
      container-run ...                     drop-in for quarks-container-run
      demo                                  see it work on this machine
      schema run|fleet|gateway              JSON Schema of a file, for editors
      version                               print the version

    'ostler COMMAND --help' tells more.\
    """;
  }

  static String of(String command) throws UsageException {
    return switch (command) {
      case "", "help", "version" -> overview();
      case "run" ->
          text(
              "ostler run [OPTION...] -- COMMAND [ARG...]\n       ostler run FILE",
              "Runs a command and looks after it: forwards signals, reaps orphans, stops in order,\n"
                  + "and exits as the command did (128+n for signal n, 126 not executable, 127 not"
                  + " found).\n\n"
                  + RUN_FILE,
              RunCommand.OPTIONS);
      case "ctl" -> text("ostler ctl COMMAND [OPTION...]", CTL, CtlCommand.OPTIONS);
      case "fleet" -> text("ostler fleet COMMAND [OPTION...]", FLEET, FleetCommand.OPTIONS);
      case "gateway" ->
          text(
              "ostler gateway [OPTION...] [FILE]",
              """
              Stands before apps: rests those that nobody uses, and wakes them for whoever comes.
              Ends by TERM or INT, when the requests that it has are answered.

              Without a file it wakes the apps of a Kubernetes cluster, in go-unidler's place:
              PORT (:8080) and UNIDLE_KEY_LABEL (host) are its environment.\
              """,
              GatewayCommand.OPTIONS);
      case "apps", "wake", "idle", "explain" ->
          text(
              "ostler apps [OPTION...]\n       ostler wake|idle|explain [OPTION...] APP",
              APPS,
              AppsCommand.OPTIONS);
      case "check" ->
          text(
              "ostler check FILE...",
              "Says everything that is wrong with files of 'ostler run' and 'ostler fleet', each with line\n"
                  + "and column, and starts nothing. Exits with 65 if anything is.",
              CheckCommand.OPTIONS);
      case "schema" ->
          text(
              "ostler schema run|fleet|gateway",
              "Prints the JSON Schema of the file of 'ostler run', 'ostler fleet' or 'ostler gateway', by"
                  + " which\neditors complete and check it.",
              SchemaCommand.OPTIONS);
      case "demo" ->
          text(
              "ostler demo [OPTION...]",
              "Starts a small web app on this machine, looked after by 'ostler run' and resting behind 'ostler gateway',\nand says what to try.",
              DemoCommand.OPTIONS);
      case "container-run" ->
          text(
              "ostler container-run [OPTION...] -- COMMAND [ARG...]",
              "Does what quarks-container-run does: runs a command that the words STOP and START,"
                  + " sent as datagrams\nto BASE/data/JOB/PROCESS_containerrun.sock, suspend and"
                  + " resume. BASE is /var/vcap unless OSTLER_BASE\nsays otherwise.",
              ContainerRunCommand.OPTIONS);
      default -> throw new UsageException("unknown command '" + command + "'; see ostler --help");
    };
  }

  private static String text(String synopsis, String purpose, List<Option> options) {
    StringBuilder text = new StringBuilder("usage: " + synopsis + "\n\n" + purpose + "\n\n");
    int width = 0;
    for (Option option : options) {
      width = Math.max(width, option.synopsis().length());
    }
    for (Option option : options) {
      text.append("  ").append(option.synopsis());
      text.repeat(' ', width - option.synopsis().length() + 2).append(option.help()).append('\n');
    }
    return text.toString().stripTrailing();
  }
}
