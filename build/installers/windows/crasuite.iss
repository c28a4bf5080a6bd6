; Installer for Windows, made with Inno Setup 6:
;   ISCC /DAppVersion=0.1.0 /DBundle="..\..\..\dist\CRA Suite" /DOutput="..\..\..\dist" /DIcon=crasuite.ico crasuite.iss
; Silent: CRA-Suite-setup.exe /VERYSILENT /SUPPRESSMSGBOXES /NORESTART [/ALLUSERS | /CURRENTUSER] [/DIR="..."]
; Signing: "/Scrasuite=signtool.exe sign ... $f" /DSignTool=crasuite; packages.py passes the command of SIGNTOOL on.
; Silent removal: unins000.exe /VERYSILENT. Workspaces and settings of the user are never removed.

#ifndef AppVersion
  #error "Say /DAppVersion=..."
#endif
#ifndef Bundle
  #define Bundle "..\..\..\dist\CRA Suite"
#endif
#ifndef Output
  #define Output "..\..\..\dist"
#endif

[Setup]
AppId={{7B0B6C2E-6D0A-4B61-9C35-3E1F1B7B52C4}
AppName=CRA Suite
AppVersion={#AppVersion}
AppVerName=CRA Suite {#AppVersion}
AppPublisher=The CRA Suite project
VersionInfoVersion={#AppVersion}
VersionInfoDescription=Offline assistant for the EU Cyber Resilience Act
DefaultDirName={autopf}\CRA Suite
DefaultGroupName=CRA Suite
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=commandline dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
; Version 1809, the oldest that Qt runs on.
MinVersion=10.0.17763
ChangesAssociations=yes
Compression=lzma2/max
SolidCompression=yes
LicenseFile={#Bundle}\licences\CRA-Suite.txt
OutputDir={#Output}
OutputBaseFilename=CRA-Suite-{#AppVersion}-setup
UninstallDisplayName=CRA Suite {#AppVersion}
#ifdef Icon
SetupIconFile={#Icon}
#endif
UninstallDisplayIcon={app}\CRA Suite.exe
WizardStyle=modern
#ifdef SignTool
SignTool={#SignTool}
SignedUninstaller=yes
#endif

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "de"; MessagesFile: "compiler:Languages\German.isl"

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked

[InstallDelete]
; Nothing of an earlier version stays among the files of this one.
Type: filesandordirs; Name: "{app}\_internal"
Type: filesandordirs; Name: "{app}\licences"

[Files]
#ifdef SignTool
Source: "{#Bundle}\*.exe"; DestDir: "{app}"; Flags: ignoreversion signonce
#else
Source: "{#Bundle}\*.exe"; DestDir: "{app}"; Flags: ignoreversion
#endif
Source: "{#Bundle}\*"; DestDir: "{app}"; Excludes: "\*.exe"; Flags: recursesubdirs createallsubdirs ignoreversion

[Icons]
Name: "{autoprograms}\CRA Suite"; Filename: "{app}\CRA Suite.exe"
Name: "{autodesktop}\CRA Suite"; Filename: "{app}\CRA Suite.exe"; Tasks: desktopicon

[Registry]
Root: HKA; Subkey: "Software\Classes\.crasuite\OpenWithProgids"; ValueType: string; ValueName: "CRASuite.Workspace"; ValueData: ""; Flags: uninsdeletevalue uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\.crasuite"; ValueType: string; ValueName: "Content Type"; ValueData: "application/x-crasuite"; Flags: uninsdeletevalue uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\CRASuite.Workspace"; ValueType: string; ValueData: "CRA Suite workspace"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\CRASuite.Workspace\DefaultIcon"; ValueType: string; ValueData: "{app}\CRA Suite.exe,0"
Root: HKA; Subkey: "Software\Classes\CRASuite.Workspace\shell\open\command"; ValueType: string; ValueData: """{app}\CRA Suite.exe"" ""%1"""

[Run]
Filename: "{app}\CRA Suite.exe"; Description: "{cm:LaunchProgram,CRA Suite}"; Flags: nowait postinstall skipifsilent
