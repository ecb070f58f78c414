# Finds Java 25 or newer. To be sourced by POSIX shells; starts no process unless Java is only
# on PATH, since every process costs about a millisecond before PID 1's child may run.

# usable_java HOME [jdk]: is HOME a Java 25 or newer, with a compiler if a JDK is asked for?
usable_java() {
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
  [ "${2-}" != jdk ] || [ -x "$1/bin/javac" ] || return 1
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      JAVA_VERSION=*)
        line=${line#JAVA_VERSION=\"}
        [ "${line%%[!0-9]*}" -ge 25 ] 2>/dev/null
        return
        ;;
    esac
  done <"$1/release"
  return 1
}

# find_java OWN_RUNTIME [jdk]: sets java_home to the first usable Java; false if there is none.
# OWN_RUNTIME is the folder of a runtime shipped beside the caller; it need not exist.
find_java() {
  java_home=
  if [ -n "${OSTLER_JAVA_HOME-}" ]; then
    # Said in so many words, so a substitute would surprise.
    usable_java "$OSTLER_JAVA_HOME" "${2-}" || return 1
    java_home=$OSTLER_JAVA_HOME
    return
  fi
  for candidate in "$1" "${JAVA_HOME-}" \
    /usr/lib/jvm/*25* /usr/lib/jvm/*2[6-9]* /usr/lib/jvm/*[3-9][0-9]* /usr/lib/jvm/* \
    /opt/java/* /opt/jdk* /usr/java/* "${HOME-}"/.sdkman/candidates/java/*; do
    if [ -n "$candidate" ] && usable_java "$candidate" "${2-}"; then
      java_home=$candidate
      return
    fi
  done
  candidate=$(command -v java) && candidate=$(readlink -f "$candidate") || return 1
  candidate=${candidate%/bin/java}
  usable_java "$candidate" "${2-}" || return 1
  java_home=$candidate
}

# find_platform: sets platform to the family of this system's distribution, as far as it matters.
find_platform() {
  platform=
  if [ -r /etc/os-release ]; then
    while IFS='=' read -r key value; do
      case $key in
        ID | ID_LIKE) platform="$platform $value" ;;
      esac
    done </etc/os-release
  fi
  case $platform in
    *alpine*) platform=alpine ;;
    *ubuntu*) platform=ubuntu ;;
    *debian*) platform=debian ;;
    *fedora* | *rhel* | *centos*) platform=fedora ;;
    *suse*) platform=suse ;;
    *arch*) platform=arch ;;
    *) platform=other ;;
  esac
}

# explain_no_java NAME [jdk]: says on standard error what NAME lacks and how to get it.
explain_no_java() {
  if [ "${2-}" = jdk ]; then wanted='JDK 25 or newer'; else wanted='Java 25 or newer'; fi
  if [ -n "${OSTLER_JAVA_HOME-}" ]; then
    echo "$1: cannot find $wanted in OSTLER_JAVA_HOME, which is '$OSTLER_JAVA_HOME'; correct or unset it" >&2
    return
  fi
  find_platform
  case $platform in
    alpine) how="Alpine's musl is not supported, use a system with glibc such as Debian or Fedora" ;;
    ubuntu) how="run 'sudo apt-get install openjdk-25-jdk-headless', or set JAVA_HOME" ;;
    debian) how="run 'sudo apt-get install openjdk-25-jdk-headless' (Debian 13 with backports, or newer), or unpack a JDK 25 under /usr/lib/jvm" ;;
    fedora) how="run 'sudo dnf install java-25-openjdk-devel', or set JAVA_HOME" ;;
    suse) how="run 'sudo zypper install java-25-openjdk-devel', or set JAVA_HOME" ;;
    arch) how="run 'sudo pacman -S jdk25-openjdk', or set JAVA_HOME" ;;
    *) how="install one, or set JAVA_HOME" ;;
  esac
  echo "$1: cannot find $wanted in JAVA_HOME, in the usual folders or on PATH; $how" >&2
}
