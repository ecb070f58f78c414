# What fish offers for lines: fish --no-config offers.fish FOLDER LINE...
source $argv[1]/ostler.fish
for line in $argv[2..-1]
    echo "> $line"
    complete -C "$line" | string split -f 1 \t
end
true
