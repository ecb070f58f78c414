# What ./ostler and ./verify share: finding a JDK and Maven. To be sourced with root set.

. "$root/cli/src/launcher/find-java.sh"

# find_build_tools NAME: exports JAVA_HOME and has mvn on PATH, or tells what is missing and exits.
find_build_tools() {
  if ! find_java "$root/runtime" jdk; then
    explain_no_java "$1" jdk
    exit 69
  fi
  export JAVA_HOME="$java_home"
  if ! command -v mvn >/dev/null; then
    find_platform
    case $platform in
      debian | ubuntu) how="run 'sudo apt-get install maven'" ;;
      fedora) how="run 'sudo dnf install maven'" ;;
      suse) how="run 'sudo zypper install maven'" ;;
      arch) how="run 'sudo pacman -S maven'" ;;
      *) how="install Maven 3.8.7 or newer" ;;
    esac
    echo "$1: cannot find Maven (mvn) on PATH; $how" >&2
    exit 69
  fi
}
