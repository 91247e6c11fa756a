#!/bin/sh
# Makes the fonts of this folder from the Debian packages fonts-noto-core and
# fonts-noto-extra (20201225-1), unpacked below the folder given as $1.
#
# Needs fonttools (pip install fonttools). Run in this folder.
set -eu
from="$1/usr/share/fonts/truetype/noto"

# Latin, Greek, Cyrillic, marks, punctuation, currency, letterlike signs, arrows, boxes.
latin='U+0020-007E,U+00A0-024F,U+0250-02AF,U+02B0-036F,U+0370-052F,U+1E00-1FFF,U+2000-200F,U+2010-2027,U+202F-205E,U+2070-209F,U+20A0-20BF,U+2100-214F,U+2190-2199,U+2212,U+25A0-25A1,U+25CC,U+2713,U+FB00-FB06,U+FFFD'

slim() { # file, unicodes
    pyftsubset "$from/$1.ttf" --unicodes="$2" --output-file="$1.ttf" \
        --layout-features='*' --layout-features-=smcp,c2sc,frac,numr,dnom,sups,subs,sinf,ordn,aalt,salt,zero,onum,pnum,case,ss01,ss02,ss03,ss04,ss05,ss06,ss07,ss08 \
        --no-hinting --desubroutinize --notdef-outline --no-glyph-names \
        --name-IDs='0,1,2,3,4,5,6,13,14' --drop-tables+=DSIG,meta
}

for weight in Regular SemiBold; do
    slim "NotoSans-$weight" "$latin"
    for script in Kannada Devanagari Tamil Telugu Malayalam Bengali Gujarati Gurmukhi Arabic Hebrew; do
        slim "NotoSans$script-$weight" '*'
    done
done
