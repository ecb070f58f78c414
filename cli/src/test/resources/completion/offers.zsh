# What zsh offers for lines: zsh -f offers.zsh FOLDER LINE...
# It completes in a terminal alone, so there is one; what it would offer goes to FOLDER/offers.
export FOLDER=$1
shift
cat >$FOLDER/setup <<'END'
PROMPT= RPROMPT=
fpath=($FOLDER $fpath)
autoload -Uz compinit
compinit -u -D
compadd() {
  local -a offered
  if (( ! ${argv[(I)-[OAD]]} )); then
    builtin compadd -O offered "$@"
    print -rl -- $offered >>$FOLDER/offers
  fi
  builtin compadd "$@"
}
offer() {
  print -r -- "> $BUFFER" >>$FOLDER/offers
  zle complete-word
  BUFFER=
  : >$FOLDER/done
}
zle -N offer
bindkey '^I' offer
: >$FOLDER/done
END
await() {
  while [[ ! -e $FOLDER/done ]]; do
    sleep 0.05
    zpty -r -t terminal shown
  done
  rm $FOLDER/done
}
zmodload zsh/zpty
zpty terminal zsh -f -i
zpty -w terminal "source $FOLDER/setup"
await
for line in "$@"; do
  zpty -w -n terminal "$line"$'\t'
  await
done
zpty -d terminal
cat $FOLDER/offers
