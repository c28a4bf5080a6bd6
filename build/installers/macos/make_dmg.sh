#!/bin/sh
# Signs the program and puts it on a disk image:  make_dmg.sh "dist/CRA Suite.app" dist/CRA-Suite-0.1.0.dmg
# Signing and notarising are done when these are set, and said to be left out when not:
#   CODESIGN_IDENTITY   name of a Developer ID Application certificate in the keychain
#   NOTARY_PROFILE      profile stored with `xcrun notarytool store-credentials`
set -eu
app=$1
image=$2
here=$(cd "$(dirname "$0")" && pwd)

if [ -n "${CODESIGN_IDENTITY:-}" ]; then
    # Inside out: libraries first, the program last. Those of Qt have no ending that tells them.
    find "$app/Contents/Frameworks" -type f -exec sh -c 'file -b "$1" | grep -q Mach-O' sh {} \; -print0 |
        xargs -0 -n 20 codesign --force --timestamp --options runtime --sign "$CODESIGN_IDENTITY"
    codesign --force --timestamp --options runtime --entitlements "$here/entitlements.plist" \
        --sign "$CODESIGN_IDENTITY" "$app"
    codesign --verify --deep --strict "$app"
else
    echo "Not signed: CODESIGN_IDENTITY is not set." >&2
    # Without any seal, or with one from before the licences and the SBOM were put in, macOS calls it damaged.
    codesign --force --deep --sign - "$app"
fi

staging=$(mktemp -d)
trap 'rm -rf "$staging"' EXIT
cp -R "$app" "$staging/"
ln -s /Applications "$staging/Applications"
hdiutil create -volname "CRA Suite" -srcfolder "$staging" -format UDZO -ov "$image"

if [ -n "${CODESIGN_IDENTITY:-}" ]; then
    codesign --force --timestamp --sign "$CODESIGN_IDENTITY" "$image"
    if [ -n "${NOTARY_PROFILE:-}" ]; then
        xcrun notarytool submit "$image" --keychain-profile "$NOTARY_PROFILE" --wait
        xcrun stapler staple "$image"
    else
        echo "Not notarised: NOTARY_PROFILE is not set." >&2
    fi
fi
