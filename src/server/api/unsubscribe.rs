//! The link in each mail by which its reader wants no more of them, but the necessary ones. Opening
//! it changes nothing; the button does, and so does a mail program's own (RFC 8058).

use crate::domain::Lang;
use crate::server::plain_page::{button, plain_page};
use crate::server::problem::Problem;
use crate::server::service::Service;
use crate::store::{Account, Secret, Transaction};
use actix_web::{HttpResponse, get, post, web};

async fn reader(tx: &mut Transaction, secret: &str) -> Result<Account, Problem> {
    tx.reader_of(&Secret::of(secret)).await?.ok_or_else(|| {
        Problem::not_found().instead(
            "this link holds no more; sign in, and choose on your account's page which mails you get",
            "このリンクは無効です。サインインし、「アカウント」の画面でお知らせメールの設定を変更してください。",
        )
    })
}

/// The page behind the link, with a button.
#[utoipa::path(
    tag = "pages",
    params(("secret" = String, Path)),
    responses((status = 200, content_type = "text/html", body = String))
)]
#[get("/unsubscribe/{secret}")]
pub async fn unsubscribe_page(
    service: web::Data<Service>,
    secret: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let lang = reader(&mut service.store.read().await?, &secret).await?.lang;
    let (title, said, label) = match lang {
        Lang::Ja => (
            "お知らせメールの停止",
            "面談の申込みや日程などのお知らせメールを停止します。サインイン用のメール、ご招待、\
             参加登録の結果など、欠かせないメールは引き続きお送りします。",
            "お知らせメールを停止する",
        ),
        Lang::En => (
            "No more mails",
            "You will get no more mails about requests, changes of your day and the like. What is \
             necessary still comes: mails to sign in, invitations, the answer to a registration.",
            "Send me no more mails",
        ),
    };
    Ok(plain_page(lang, title, &format!("<p>{said}</p>{}", button(label, ""))))
}

/// Switches off all mails but the necessary ones. What is sent along is not looked at: RFC 8058 has
/// `List-Unsubscribe=One-Click` as a form of either kind.
#[utoipa::path(
    tag = "pages",
    params(("secret" = String, Path)),
    responses((status = 200, content_type = "text/html", body = String))
)]
#[post("/unsubscribe/{secret}")]
pub async fn unsubscribe(
    service: web::Data<Service>,
    secret: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let mut tx = service.store.write().await?;
    let account = reader(&mut tx, &secret).await?;
    tx.set_takes_mails(&account.id, false).await?;
    tx.commit().await?;
    let (title, said) = match account.lang {
        Lang::Ja => (
            "お知らせメールを停止しました",
            "再開するときは、サインインし、「アカウント」の画面で設定を変更してください。\
             申込みや日程は、サインインするといつでもご確認いただけます。",
        ),
        Lang::En => (
            "No more mails will be sent",
            "To get them again, sign in and change it on your account's page. Requests and your day \
             are there whenever you sign in.",
        ),
    };
    Ok(plain_page(account.lang, title, &format!("<p>{said}</p>")))
}
