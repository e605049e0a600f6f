"""A small library with every kind of hole in it, and searches that fall into them, in both languages.

Who wrote the searches did not look at what the search finds; `chosen` and `rejected` are what a log would tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from helpcenter.insights.gaps.values import FailureKind

if TYPE_CHECKING:
    from pathlib import Path

# slug: (Japanese title and text, English title and text); "" where it is not written in that language.
PUBLIC = {
    "invoices/send": (
        "請求書を送る\n作成した請求書をメールで取引先に送ります。**送信**を押すと、PDFが添付されます。",
        "Send an invoice\nMail a finished invoice to the customer. Choose **Send**; the PDF is attached.",
    ),
    "invoices/cancel": (
        "請求書を取り消す\n送信済みの請求書は削除できません。**取り消し**を選び、理由を入力します。",
        "Void an invoice\nAn invoice that was sent cannot be deleted. Choose **Void** and give a reason.",
    ),
    "account/password": (
        "パスワードを再設定する\nログイン画面の**パスワードを忘れた場合**から、再設定のメールを受け取ります。",
        "Reset your password\nOn the sign-in page, choose **Forgot password** to get a mail with a reset link.",
    ),
    "account/two-factor": (
        "二段階認証を設定する\n認証アプリでQRコードを読み取り、6桁のコードを入力します。",
        "Set up two-factor authentication\nScan the QR code with an authenticator app and enter the six digits.",
    ),
    "team/invite": (
        "メンバーを招待する\n**設定 > メンバー**でメールアドレスを入力すると、招待メールが届きます。",
        "Invite members\nUnder **Settings > Members**, enter an e-mail address. They get an invitation.",
    ),
    "team/roles": (
        "権限を変更する\n管理者は、メンバーごとに閲覧者、編集者、管理者の権限を選べます。",
        "Change permissions\nAdministrators choose for every member: viewer, editor or administrator.",
    ),
    "reports/export": (
        "レポートをCSVで書き出す\nレポートの右上の**書き出し**からCSVファイルをダウンロードします。",
        "Export a report as CSV\nDownload a CSV file with **Export**, at the top right of the report.",
    ),
    "billing/card": (
        "支払い用のカードを変更する\n**設定 > お支払い**で新しいクレジットカードを登録します。",
        "Change the payment card\nRegister a new credit card under **Settings > Billing**.",
    ),
    "billing/plan": (
        "プランを変更する\n上位のプランにはすぐに、下位のプランには翌月から切り替わります。",
        "Change your plan\nYou move to a larger plan at once, to a smaller one from next month.",
    ),
    "data/backup": (
        "データをバックアップする\n毎晩、すべてのデータが自動で保存されます。30日前まで復元できます。",
        "Back up your data\nAll data is saved every night. You can restore any of the last 30 days.",
    ),
    "api/tokens": (
        "",
        "Create an API token\nUnder **Developer**, create a token with the scopes that your script needs.",
    ),
    "api/webhooks": ("", "Receive webhooks\nWe post signed JSON to your URL whenever an invoice changes."),
    "integrations/zapier": ("", "Connect Zapier\nPick a trigger in Zapier, such as a paid invoice, and sign in."),
    "integrations/slack": ("", "Post to Slack\nChoose the channel that hears about paid and overdue invoices."),
    "tax/invoice-system": (
        "インボイス制度に対応する\n適格請求書発行事業者の登録番号を**設定 > 会社**に入力します。",
        "",
    ),
    "tax/withholding": ("源泉徴収税を計算する\n報酬の請求書では、源泉徴収税を自動で差し引けます。", ""),
    "payments/furikomi": ("銀行振込の口座を表示する\n請求書の下に、振込先の銀行口座を載せられます。", ""),
    "documents/hanko": ("電子印鑑を押す\n角印の画像を登録すると、請求書に押印されます。", ""),
}
INTERNAL = {
    "staff/refunds": (
        "返金の承認手順\n5万円を超える返金には、部長の承認が必要です。",
        "Approve refunds\nA refund above 500 dollars needs the approval of a manager.",
    ),
    "staff/outage": (
        "障害時の連絡網\n障害が起きたら、当番のエンジニアに電話し、状況ページを更新します。",
        "Call list for outages\nIn an outage, phone the engineer on duty and update the status page.",
    ),
    "staff/discounts": (
        "特別割引の上限\n営業担当者は、年間契約に15パーセントまで割引を付けられます。",
        "Limits of discounts\nSales may give up to 15 percent off yearly contracts.",
    ),
    "staff/deletion": (
        "顧客データの完全消去\n消去の依頼は、個人情報担当者が本人を確認してから実行します。",
        "Erase customer data for good\nThe privacy officer verifies the person, then runs the erasure.",
    ),
}


@dataclass(frozen=True, slots=True)
class Case:
    """Searches of one gap, and what is wrong with it; `article` is the slug that is to be named."""

    kind: FailureKind
    locale: str
    article: str
    queries: tuple[str, ...]
    chosen: Mapping[str, int] = field(default_factory=dict)
    rejected: Mapping[str, int] = field(default_factory=dict)


def write(folder: Path) -> None:
    """Write the library."""
    for articles, head in ((PUBLIC, ""), (INTERNAL, "visibility: internal\n")):
        for slug, texts in articles.items():
            for locale, text in zip(("ja", "en"), texts, strict=True):
                if text:
                    title, _, body = text.partition("\n")
                    path = folder / locale / f"{slug}.md"
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_text(f"---\ntitle: {title}\n{head}---\n{body}\n", encoding="utf-8")


def _cases(kind: FailureKind, locale: str, *cases: tuple[str, str] | tuple[str, str, Mapping[str, int]]) -> list[Case]:
    return [Case(kind, locale, case[0], tuple(case[1].split(" | ")), *case[2:]) for case in cases]


CASES = (
    *_cases(
        FailureKind.MISSING,
        "en",
        ("", "dark mode | switch to a dark theme | black background"),
        ("", "print shipping labels | label printer"),
        ("", "apple watch app | is there a watch app"),
        ("", "record working hours | time tracking | timesheet"),
        ("", "offline use on a plane | does it work without internet", {"en/data/backup": 1}),
        ("", "translate the menus into french | french language"),
        ("", "barcode scanner | scan barcodes with my phone"),
        ("", "voice dictation | talk instead of typing"),
    ),
    *_cases(
        FailureKind.MISSING,
        "ja",
        ("", "ダークモード | 画面を暗くしたい | 背景を黒に"),
        ("", "送り状を印刷したい | ラベルプリンター"),
        ("", "Apple Watchで使えますか | 腕時計のアプリ"),
        ("", "勤怠を記録したい | タイムカード"),
        ("", "オフラインで使いたい | 電波のないところで", {"ja/reports/export": 1}),
        ("", "中国語で表示したい | 中国語にする"),
        ("", "バーコードを読み取る | バーコードリーダー"),
        ("", "在庫を数えたい | 棚卸し"),
    ),
    # Articles that were opened and did not help are no answer, however near they are.
    Case(
        FailureKind.MISSING,
        "en",
        "",
        ("send an invoice by post", "send an invoice as a paper letter"),
        rejected={"en/invoices/send": 4},
    ),
    Case(
        FailureKind.MISSING,
        "ja",
        "",
        ("請求書を郵送する", "請求書を紙で送りたい"),
        rejected={"ja/invoices/send": 4},
    ),
    *_cases(
        FailureKind.UNFINDABLE,
        "en",
        ("account/password", "locked out | can't get in anymore", {"en/account/password": 3}),
        ("invoices/cancel", "billed the wrong company | made a mistake on a bill", {"en/invoices/cancel": 2}),
        (
            "team/roles",
            "he should only look, not touch | read only colleague",
            {"en/team/roles": 4, "en/team/invite": 1},
        ),
        ("reports/export", "get the numbers into excel | spreadsheet", {"en/reports/export": 2}),
        ("billing/plan", "too expensive, want something cheaper | pay less", {"en/billing/plan": 2}),
        ("data/backup", "deleted something by accident last week | undo", {"en/data/backup": 5}),
        ("account/two-factor", "authenticator app QR code | sms code for login"),
        ("team/invite", "invitation mail for new members | add a coworker"),
        ("billing/card", "payment card expired | register another credit card"),
    ),
    *_cases(
        FailureKind.UNFINDABLE,
        "ja",
        ("account/password", "入れなくなった | サインインできない", {"ja/account/password": 3}),
        ("invoices/cancel", "宛名を間違えて送ってしまった | 誤送信", {"ja/invoices/cancel": 2}),
        ("team/roles", "見るだけにさせたい | 触らせたくない人がいる", {"ja/team/roles": 4, "ja/team/invite": 1}),
        ("reports/export", "エクセルで集計したい | 数字を表計算に", {"ja/reports/export": 2}),
        ("billing/plan", "もっと安くしたい | 料金を下げたい", {"ja/billing/plan": 2}),
        ("data/backup", "間違って消した | 先週の状態に戻す", {"ja/data/backup": 5}),
        ("account/two-factor", "認証アプリのQRコード | SMSでコードを受け取る"),
        ("team/invite", "招待メールをメンバーに | 同僚を追加"),
        ("billing/card", "支払い用カードの期限切れ | 別のクレジットカードを登録"),
    ),
    *_cases(
        FailureKind.OTHER_LOCALE,
        "ja",
        ("api/tokens", "API token scopes | APIトークン"),
        ("api/webhooks", "webhooks 署名 JSON | receive webhooks"),
        ("integrations/zapier", "Zapier 連携 | zapier"),
        ("integrations/slack", "Slack | slackに通知"),
        ("api/tokens", "スクリプトから操作したい | 開発者向けの鍵", {"en/api/tokens": 2}),
        ("api/webhooks", "変更を自動で受け取りたい | ウェブフック", {"en/api/webhooks": 3}),
        ("integrations/zapier", "ザピアー | 自動化ツールとつなぐ", {"en/integrations/zapier": 2}),
        ("integrations/slack", "スラックに投稿 | チャットへ流す", {"en/integrations/slack": 2}),
    ),
    *_cases(
        FailureKind.OTHER_LOCALE,
        "en",
        ("tax/invoice-system", "インボイス制度 登録番号 | 適格請求書"),
        ("tax/withholding", "源泉徴収税 | withholding 源泉徴収"),
        ("payments/furikomi", "銀行振込 口座 | 振込先"),
        ("documents/hanko", "電子印鑑 | 角印 押印"),
        ("tax/invoice-system", "qualified invoice number | japanese consumption tax", {"ja/tax/invoice-system": 3}),
        ("tax/withholding", "withhold income tax | gensen choshu", {"ja/tax/withholding": 2}),
        ("payments/furikomi", "show our bank account | wire transfer details", {"ja/payments/furikomi": 2}),
        ("documents/hanko", "put a stamp on it | company seal", {"ja/documents/hanko": 2}),
    ),
    *_cases(
        FailureKind.FILTERED,
        "en",
        ("staff/refunds", "approve refunds | refund approval of a manager"),
        ("staff/outage", "outage call list | engineer on duty | phone in an outage"),
        ("staff/discounts", "limits of discounts | percent off yearly contracts"),
        ("staff/deletion", "erase customer data | privacy officer erasure"),
        ("staff/refunds", "who signs off money back | return the money", {"en/staff/refunds": 2}),
        ("staff/discounts", "how low may we go | cheaper for a big client", {"en/staff/discounts": 2}),
        ("staff/outage", "everything is down | site is dead", {"en/staff/outage": 3}),
        ("staff/deletion", "right to be forgotten | gdpr", {"en/staff/deletion": 2}),
    ),
    *_cases(
        FailureKind.FILTERED,
        "ja",
        ("staff/refunds", "返金の承認 | 返金 部長"),
        ("staff/outage", "障害時の連絡 | 当番のエンジニア"),
        ("staff/discounts", "特別割引 上限 | 年間契約の割引"),
        ("staff/deletion", "顧客データの消去 | 個人情報担当者"),
        ("staff/refunds", "お金を返してほしいと言われた | 払い戻し", {"ja/staff/refunds": 2}),
        ("staff/discounts", "どこまで値引きできる | 大口のお客さま", {"ja/staff/discounts": 2}),
        ("staff/outage", "全部止まった | つながらない", {"ja/staff/outage": 3}),
        ("staff/deletion", "忘れられる権利 | 退会した人の情報", {"ja/staff/deletion": 2}),
    ),
)
