"""The one style sheet, filled from the tokens by `theme`. Widgets choose their look by the property `role`."""

# ruff: noqa: E501

TEMPLATE = """\
QWidget { outline: none; }
QLabel, QSplitter[role="gap"]::handle { background: transparent; }
QLabel[role="title"] { font-size: ${pt_title}pt; font-weight: 600; }
QLabel[role="headline"] { font-size: ${pt_headline}pt; font-weight: 600; }
QLabel[role="section"] { font-size: ${pt_section}pt; font-weight: 600; }
QLabel[role="overline"] { font-size: ${pt_caption}pt; font-weight: 600; color: ${text2}; }
QLabel[role="muted"], QLabel[role="caption"] { color: ${text2}; }
QLabel[role="caption"], QLabel[role="hint"] { font-size: ${pt_caption}pt; }
QLabel[role="hint"], QMenu::item:disabled { color: ${text3}; }
QLabel[role="step"] { color: ${accent}; font-weight: 600; }
QLabel[tone="ok"] { color: ${ok}; }
QLabel[tone="warn"] { color: ${warn}; }
QLabel[tone="danger"] { color: ${danger}; }
QLabel[tone="info"] { color: ${info}; }
QFrame[role="card"] { background: ${surface}; border: 1px solid ${border}; border-radius: ${r_card}px; }
QFrame[role="sunken"] { background: ${sunken}; }
QFrame[role="sunken"], QFrame[role="ok"], QFrame[role="warn"], QFrame[role="danger"], QFrame[role="info"], QFrame[role="neutral"] { border: none; border-radius: ${r_box}px; }
QFrame[role="ok"] { background: ${ok_bg}; }
QFrame[role="warn"] { background: ${warn_bg}; }
QFrame[role="danger"] { background: ${danger_bg}; }
QFrame[role="info"] { background: ${info_bg}; }
QFrame[role="neutral"] { background: ${neutral_bg}; }
QFrame[role="banner-danger"] { background: ${danger_bg}; border: 1px solid ${danger}; border-radius: ${r_box}px; }
QFrame[role="banner-warn"] { background: ${warn_bg}; border: 1px solid ${warn}; border-radius: ${r_box}px; }
QFrame[role="banner-info"] { background: ${info_bg}; border: 1px solid ${info}; border-radius: ${r_box}px; }
QFrame[role="answer"] { background: ${surface}; border: 1px solid ${control}; border-radius: ${r_box}px; }
QFrame[role="answer-chosen"] { background: ${accent_soft}; border: 2px solid ${accent}; border-radius: ${r_box}px; }
QFrame[role="answer-closed"] { background: ${surface}; border: 1px dashed ${control}; border-radius: ${r_box}px; }
QFrame[role="rule"] { background: ${border}; border: none; max-height: 1px; min-height: 1px; }
QFrame[role="rule-vertical"] { background: ${border}; border: none; max-width: 1px; min-width: 1px; }
QWidget[role="surface"], QScrollArea[role="surface"] > QWidget > QWidget { background: ${surface}; }
QWidget[role="sidebar"] { background: ${sidebar}; }
QFrame[role="panel"] { background: ${sidebar}; border: 1px solid ${border}; border-radius: ${r_card}px; }
QFrame[role="panel-current"] { background: ${surface}; border: 1px solid ${border}; border-radius: ${r_box}px; }
QScrollArea { background: transparent; border: none; }
QLabel[role="strong"], QPushButton[role="segment"]:checked, QRadioButton[role="strong"], QCheckBox[role="strong"] { font-weight: 600; }
QPushButton { background: ${surface}; color: ${text}; border: 1px solid ${control}; border-radius: ${r_control}px; padding: 0 14px; min-height: 30px; font-weight: 600; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QPushButton:hover { border-color: ${accent}; color: ${accent}; }
QPushButton:pressed, QPushButton:checked { background: ${accent_soft}; border-color: ${accent}; color: ${accent}; }
QPushButton:disabled { color: ${text3}; border-color: ${border}; background: ${window}; }
QPushButton[role="primary"], QDialogButtonBox QPushButton:default { background: ${accent}; color: ${on_accent}; border-color: ${accent}; }
QPushButton[role="primary"]:hover, QDialogButtonBox QPushButton:default:hover { background: ${accent_hover}; border-color: ${accent_hover}; }
QPushButton[role="primary"]:disabled, QDialogButtonBox QPushButton:default:disabled { background: ${sunken}; color: ${text3}; border-color: ${border}; }
QPushButton[role="link"] { background: transparent; border: none; color: ${accent}; padding: 0 4px; min-height: 28px; }
QPushButton[role="link"][align="left"] { text-align: left; }
QPushButton[role="link"]:hover { color: ${accent_hover}; text-decoration: underline; }
QPushButton[role="segment"] { border-radius: 0; margin-right: -1px; font-weight: 400; padding: 0 12px; }
QPushButton[role="segment"][edge="first"] { border-top-left-radius: ${r_control}px; border-bottom-left-radius: ${r_control}px; }
QPushButton[role="segment"][edge="last"] { border-top-right-radius: ${r_control}px; border-bottom-right-radius: ${r_control}px; margin-right: 0; } QPushButton[role="segment"][edge="both"] { border-radius: ${r_control}px; margin-right: 0; }
QToolButton[role="citation"] { background: ${surface}; color: ${accent}; border: 1px solid ${accent}; border-radius: ${r_chip}px; padding: 0 8px; min-height: 22px; font-weight: 600; font-size: ${pt_caption}pt; }
QToolButton[role="citation"]:hover, QToolButton[role="citation"]:checked { background: ${accent_soft}; }
QToolButton[role="icon"] { background: transparent; border: none; border-radius: ${r_chip}px; padding: 4px; }
QToolButton[role="icon"]:hover { background: ${sunken}; }
QLineEdit, QPlainTextEdit, QTextEdit { background: ${surface}; color: ${text}; border: 1px solid ${control}; border-radius: ${r_control}px; padding: 0 10px; min-height: 30px; selection-background-color: ${accent}; selection-color: ${on_accent}; }
QPlainTextEdit, QTextEdit { padding: 6px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QFrame[role="answer"]:hover { border-color: ${accent}; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { color: ${text3}; background: ${window}; border-color: ${border}; }
QComboBox, QAbstractSpinBox { min-height: 32px; } QRadioButton, QCheckBox { min-height: 24px; }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit { border: none; background: transparent; padding: 0 2px; min-height: 20px; }
QTextBrowser { border: none; background: ${surface}; padding: 0; }
QAbstractItemView { background: ${surface}; border: none; selection-background-color: ${accent_soft}; selection-color: ${text}; } QListView[role="cards"] { background: transparent; }
QHeaderView { background: ${sunken}; border: none; border-top-left-radius: 7px; border-top-right-radius: 7px; }
QHeaderView::section { background: transparent; color: ${text2}; border: none; border-bottom: 1px solid ${border}; padding: 8px 12px; font-weight: 600; font-size: ${pt_caption}pt; }
QProgressBar { background: ${track}; border: none; border-radius: 3px; max-height: 7px; min-height: 7px; color: transparent; }
QProgressBar::chunk { background: ${accent}; border-radius: 3px; }
QMenuBar { background: ${sidebar}; border-bottom: 1px solid ${border}; padding: 3px 12px; }
QMenuBar::item { padding: 4px 10px; background: transparent; border-radius: 4px; }
QMenu { background: ${surface}; border: 1px solid ${border}; padding: 4px; }
QMenu::item { padding: 6px 28px 6px 26px; border-radius: 4px; }
QMenuBar::item:selected, QMenu::item:selected { background: ${accent_soft}; color: ${text}; }
QMenu::separator { height: 1px; background: ${border}; margin: 4px 8px; }
QStatusBar { background: ${sidebar}; border-top: 1px solid ${border}; }
QStatusBar::item { border: none; }
QScrollBar { background: transparent; width: 12px; height: 12px; margin: 0; }
QScrollBar::handle { background: ${control}; border-radius: 4px; margin: 2px; min-height: 28px; min-width: 28px; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { width: 0; height: 0; background: transparent; }
QToolButton[role="icon"]::menu-indicator { image: none; }
QSplitter::handle, QMainWindow::separator { background: ${border}; width: 1px; height: 1px; }
QToolTip { background: ${surface}; color: ${text}; border: 1px solid ${control}; padding: 4px 6px; }
"""
