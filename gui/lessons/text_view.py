"""A text of a lesson as it is read: words, numbers, formulas, and terms that explain themselves when pointed at."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QUrl, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFragment,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget

from core.lessons.glossary import Entry, Glossary
from core.lessons.lesson import Piece, Text
from gui.controls.formula import draw
from gui.controls.gloss_tip import glosses_of
from gui.lessons.formulas import latex
from gui.theme import Theme, font, styled

POINTS = 10.0
INLINE, ALONE = 14.0, 17.0
"""Heights of formulas in a line and on a line of their own, in pixels."""
_SCHEME = "term"


class TextView(QTextBrowser):
    """As high as its text. ``term_chosen`` tells which word of the glossary was clicked.

    Tab goes from term to term, Enter to the step that teaches the one it is on.
    """

    term_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None, margin: int = 0) -> None:
        super().__init__(parent)
        self._theme = theme
        self._glossary = Glossary()
        self._texts: tuple[Text, ...] = ()
        self._entry: Entry | None = None
        """The term that the keyboard is on."""
        self.setFont(font(POINTS))
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setStyleSheet(styled("background: transparent"))
        self.document().setDocumentMargin(margin)
        self.setToolTip("The text of the step; point at an underlined word to see what it means")
        self.highlighted.connect(self._explain)
        self.anchorClicked.connect(self._choose)

    def show_texts(self, texts: tuple[Text, ...], glossary: Glossary) -> None:
        """Show paragraphs; each term of the glossary is underlined the first time it stands in them."""
        self._glossary = glossary
        self._texts = texts
        self.setAccessibleName(" ".join(text.plain for text in texts))
        self._write()

    def _write(self) -> None:
        page = _Page(self._theme, self, self._glossary)
        self.setHtml("".join(page.paragraph(text) for text in self._texts))
        _underline(self.document(), self._theme.colors.muted)
        self._fit()

    def _fit(self) -> None:
        self.document().setTextWidth(max(80, self.viewport().width()))
        self.setFixedHeight(round(self.document().size().height()) + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the text at the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._write()

    def minimumSizeHint(self) -> QSize:
        """Lines break: little width will do."""
        return QSize(100, 20)

    @Slot(QUrl)
    def _explain(self, link: QUrl) -> None:
        self._tell(link, by_key=False)

    def _tell(self, link: QUrl, *, by_key: bool) -> None:
        """Explain the term of a link; by keyboard until that goes elsewhere."""
        entry, glosses = self._glossary.find(link.path()), glosses_of(self)
        if entry is not None and glosses is not None:
            glosses.show((entry,), self, self._place_of(link), held=by_key)
            self._entry = entry if by_key else None

    def viewportEvent(self, event: QEvent) -> bool:
        """A term on which the pointer rests is explained; the tip of the text is for where there is none."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            link = self.anchorAt(event.pos())
            if link:
                self._explain(QUrl(link))
                return True
        return super().viewportEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001
        """Tab goes on to the next term, and explains it."""
        glosses, went = glosses_of(self), super().focusNextPrevChild(next)
        cursor = self.textCursor()
        if glosses is not None:
            glosses.hide()
        if went and self.hasFocus() and cursor.hasSelection():
            self._tell(QUrl(cursor.charFormat().anchorHref()), by_key=True)
        return went

    def _place_of(self, link: QUrl) -> QRect:
        """Return where a term stands, in pixels of the view."""
        for part in _fragments(self.document()):
            if part.charFormat().anchorHref() == link.toString():
                first, last = QTextCursor(self.document()), QTextCursor(self.document())
                first.setPosition(part.position())
                last.setPosition(part.position() + part.length())
                return self.cursorRect(first).united(self.cursorRect(last))
        return QRect()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter on a term goes to the step that teaches it."""
        glosses = glosses_of(self)
        if self._entry is None or glosses is None or glosses.tip is None:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            glosses.follow(self._entry)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Forget which term the keyboard was on."""
        super().focusOutEvent(event)
        self._entry = None

    @Slot(QUrl)
    def _choose(self, link: QUrl) -> None:
        glosses = glosses_of(self)
        if glosses is not None:
            glosses.hide()
        self.term_chosen.emit(link.path())


class _Page:
    """Writes paragraphs as HTML; pictures of formulas go to the document as resources."""

    def __init__(self, theme: Theme, view: QTextBrowser, glossary: Glossary) -> None:
        self._theme, self._glossary, self._document = theme, glossary, view.document()
        self._ratio, self._room = view.devicePixelRatioF(), view.viewport().width()
        self._explained: set[str] = set()

    def paragraph(self, text: Text) -> str:
        alone = len(text.pieces) == 1 and text.pieces[0].kind == "formula"
        if alone:
            return f'<p align="center" style="margin: 6px 0 10px 0">{self._formula(text.pieces[0].text, ALONE)}</p>'
        return f'<p style="margin: 0 0 8px 0">{"".join(map(self._piece, text.pieces))}</p>'

    def _piece(self, piece: Piece) -> str:
        if piece.kind == "formula":
            return self._formula(piece.text, INLINE)
        if piece.kind == "plain":
            return self._words(piece.text)
        if piece.kind == "word":
            return escape(piece.text)
        inside = self._words(piece.text) if piece.kind == "strong" else escape(piece.text)
        return f'<span style="font-weight: 600">{inside}</span>'

    def _words(self, text: str) -> str:
        parts, at = [], 0
        for start, end, entry in self._glossary.places(text):
            if entry.term not in self._explained:
                self._explained.add(entry.term)
                link = f'<a href="{_SCHEME}:{escape(entry.term)}" style="color: {self._theme.colors.text}">'
                parts += [escape(text[at:start]), link, escape(text[start:end]), "</a>"]
                at = end
        return "".join((*parts, escape(text[at:])))

    def _formula(self, text: str, size: float) -> str:
        piece = latex(text)
        drawn = draw(piece, size, self._theme.colors.text, self._ratio) if piece.markup else None
        if drawn is None:
            return escape(piece.plain)
        name = f"formula:{hash((text, size, self._theme.name)) & 0xFFFFFFFF:x}"
        self._document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), drawn.picture.toImage())
        share = min(1.0, max(80, self._room) / drawn.width)
        width, height = round(drawn.width * share), round((drawn.ascent + drawn.descent) * share)
        return f'<img src="{name}" width="{width}" height="{height}" style="vertical-align: middle">'


def _underline(document: QTextDocument, ink: str) -> None:
    """Dot the underline of terms: they are no links to elsewhere."""
    dotted = QTextCharFormat()
    dotted.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
    dotted.setUnderlineColor(ink)
    places = [(part.position(), part.length()) for part in _fragments(document) if part.charFormat().isAnchor()]
    for start, length in places:
        cursor = QTextCursor(document)
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(dotted)


def _fragments(document: QTextDocument) -> list[QTextFragment]:
    found: list[QTextFragment] = []
    block: QTextBlock = document.begin()
    while block.isValid():
        parts = block.begin()
        while not parts.atEnd():
            found.append(parts.fragment())
            parts += 1
        block = block.next()
    return found
