use std::io::Write;

use crate::ingest::{Article, Input, Limits, Reject, Settings, records};

/// Returns a zip file of files given by name and content.
fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(name, content)| (*name, content.as_bytes())).collect();
    zip_of(&files)
}

/// As [`zip`], for files of any bytes.
fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut out);
    for (name, content) in files {
        if name.ends_with('/') {
            archive.new_dir(*name).create().expect("a folder");
            continue;
        }
        let method = rawzip::CompressionMethod::DEFLATE;
        let (mut entry, config) =
            archive.new_file(name).compression_method(method).start().expect("an entry");
        let packer = flate2::write::DeflateEncoder::new(&mut entry, Default::default());
        let mut writer = config.wrap(packer);
        writer.write_all(content).expect("written");
        let (packer, end) = writer.finish().expect("finished");
        packer.finish().expect("packed");
        entry.finish(end).expect("finished");
    }
    archive.finish().expect("finished");
    out
}

fn read_within(bytes: Vec<u8>, limits: Limits) -> (Vec<Article>, Vec<Reject>) {
    let input = Input { label: "a.zip".to_owned(), path: None };
    let settings = Settings { limits, ..Settings::default() };
    let mut rejects = Vec::new();
    let read = records::read_bytes(bytes, &input, None, &settings, &mut rejects);
    let lost = rejects.iter().filter(|r| r.field.is_none()).count();
    assert_eq!(read.records as usize, read.articles.len() + lost, "{rejects:?}");
    (read.articles, rejects)
}

fn read(files: &[(&str, &str)]) -> (Vec<Article>, Vec<Reject>) {
    read_within(zip(files), Limits::default())
}

const STYLES: &str = "<w:styles xmlns:w='w'><w:style w:styleId='Titel'><w:name w:val='Title'/></w:style>\
    <w:style w:styleId='Beschriftung'><w:name w:val='caption'/></w:style>\
    <w:style w:styleId='Mine'><w:name w:val='Mine'/><w:basedOn w:val='Beschriftung'/></w:style></w:styles>";

fn docx(body: &str) -> (Vec<Article>, Vec<Reject>) {
    let main = format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
    read(&[("word/document.xml", &main), ("word/styles.xml", STYLES)])
}

#[test]
fn what_is_deleted_hidden_or_given_twice_is_no_text() {
    let (articles, rejects) = docx(
        "<w:p><w:pPr><w:pStyle w:val='Titel'/></w:pPr><w:r><w:t>A strike</w:t></w:r></w:p>\
         <w:p><w:r><w:t xml:space='preserve'>One </w:t></w:r><w:del><w:r><w:delText>no</w:delText></w:r></w:del><w:ins><w:r><w:t>two</w:t></w:r></w:ins>\
         <w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:instrText>PAGE</w:instrText><w:tab/><w:t>three</w:t><w:br/><w:t>four</w:t></w:r>\
         <w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice>\
         <mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>\
         <w:r><w:footnoteReference w:id='1'/></w:r></w:p>\
         <w:p><w:pPr><w:pStyle w:val='Mine'/></w:pPr><w:r><w:t>A ferry.</w:t></w:r></w:p>\
         <w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    );
    assert_eq!(articles[0].text, "One two three\nfour\nbox\na b");
    assert_eq!(articles[0].title.as_deref(), Some("A strike"));
    assert_eq!(articles[0].captions, ["A ferry."]);
    assert_eq!(rejects[0].reason, "has a footnote, which is not read");
}

#[test]
fn a_date_in_the_text_outranks_that_of_the_file() {
    let core = "<cp:coreProperties><dcterms:created>2021-06-07T07:12:00Z</dcterms:created><dc:creator>Jane Doe</dc:creator></cp:coreProperties>";
    let of = |text: &str| {
        let main = format!("<w:document><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:document>");
        let (mut articles, _) = read(&[("word/document.xml", &main), ("docProps/core.xml", core)]);
        let article = articles.remove(0);
        assert_eq!(article.authors, ["Jane Doe"]);
        article.published.map(|s| s.to_string())
    };
    assert_eq!(of("The ferries stand still.").as_deref(), Some("2021-06-07T07:12:00Z"));
    assert_eq!(of("Halvik, 8 June 2021. The ferries stand still."), None);
}

#[test]
fn styles_and_boxes_of_opendocument_are_read() {
    let content = "<office:document-content><office:automatic-styles><style:style style:name='P1' style:parent-style-name='Illustration'/></office:automatic-styles>\
        <office:body><office:text><text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:h text:style-name='Heading_20_1'>A strike</text:h>\
        <text:p>One<text:s text:c='2'/>two<text:note><text:note-body><text:p>note</text:p></text:note-body></text:note><text:line-break/>three\n four\
        <draw:frame><draw:text-box><text:p text:style-name='P1'>A ferry.</text:p></draw:text-box><svg:desc>a picture</svg:desc></draw:frame></text:p>\
        <text:list><text:list-item><text:p>five</text:p></text:list-item></text:list>\
        <table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>\
        </office:text></office:body></office:document-content>";
    let styles = "<office:styles><style:style style:name='Caption'/><style:style style:name='Illustration' style:parent-style-name='Caption'/></office:styles>";
    let (articles, rejects) = read(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", content),
        ("styles.xml", styles),
    ]);
    assert_eq!(articles[0].text, "One  two\nthree  four\nfive\na b", "{rejects:?}");
    assert_eq!(articles[0].captions, ["A ferry."]);
    assert_eq!(articles[0].title.as_deref(), Some("A strike"));
    assert_eq!(rejects.len(), 1);
    let locked = "<manifest:encryption-data/>";
    let (_, rejects) = read(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("META-INF/manifest.xml", locked),
    ]);
    assert_eq!(rejects[0].reason, "is protected by a password; save it without");
}

fn xlsx(rows: &str, more: &[(&str, &str)]) -> (Vec<Article>, Vec<Reject>) {
    xlsx_within(rows, more, Limits::default())
}

fn xlsx_within(rows: &str, more: &[(&str, &str)], limits: Limits) -> (Vec<Article>, Vec<Reject>) {
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    let mut files = vec![
        ("xl/workbook.xml", "<workbook><sheets><sheet name='One' r:id='r1'/></sheets></workbook>"),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id='r1' Target='worksheets/sheet1.xml'/><Relationship Id='r2' Target='/xl/worksheets/sheet2.xml'/></Relationships>",
        ),
        (
            "xl/styles.xml",
            "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='yyyy\\-mm\\-dd'/><numFmt numFmtId='165' formatCode='0.0 \"d\"'/></numFmts>\
             <cellXfs><xf numFmtId='0'/><xf numFmtId='164'/><xf numFmtId='22'/><xf numFmtId='165'/></cellXfs></styleSheet>",
        ),
        (
            "xl/sharedStrings.xml",
            "<sst><si><t>id</t></si><si><t>text</t></si><si><r><t>The ferries</t></r><r><t xml:space='preserve'> stand still._x000A_Yes.</t></r><rPh><t>x</t></rPh></si></sst>",
        ),
        ("xl/worksheets/sheet1.xml", sheet.as_str()),
    ];
    files.retain(|(name, _)| more.iter().all(|(other, _)| other != name));
    files.extend_from_slice(more);
    read_within(zip(&files), limits)
}

const HEADER: &str = "<row r='3'><c r='A3' t='s'><v>0</v></c><c r='B3' t='s'><v>1</v></c><c r='C3' t='inlineStr'><is><t>Date</t></is></c><c r='E3' t='str'><v>authors</v></c></row>";

#[test]
fn cells_are_strings_numbers_and_dates() {
    let rows = format!(
        "<row r='1'><c r='A1' t='str'><v>Export of today</v></c></row>{HEADER}\
         <row r='4'><c r='A4'><v>1017</v></c><c r='B4' t='s'><v>2</v></c><c r='C4' s='1'><v>44354</v></c><c r='E4' t='str'><v>Jane Doe; Ola Berg</v></c></row>\
         <row r='5'/><row r='6'><c r='A6' t='str'><v>b</v></c><c r='B6' t='str'><v>So do the buses.</v></c><c r='C6' s='2'><v>44354.38333333333</v></c></row>\
         <row r='7'><c r='A7' t='str'><v>c</v></c><c r='B7' t='e'><v>#N/A</v></c></row>\
         <row r='8'><c r='A8' t='str'><v>d</v></c><c r='B8' t='str'><v>Trams.</v></c><c r='C8' s='3'><v>44354</v></c></row>"
    );
    let (articles, rejects) = xlsx(&rows, &[]);
    let told: Vec<(&str, Option<u64>, Option<String>)> = articles
        .iter()
        .map(|a| (a.id.as_str(), a.line, a.published.map(|p| p.day.to_string())))
        .collect();
    let day = || Some("2021-06-07".to_owned());
    assert_eq!(told, [("1017", Some(4), day()), ("b", Some(6), day()), ("d", Some(8), None)]);
    assert_eq!(articles[0].text, "The ferries stand still.\nYes.");
    assert_eq!(articles[0].authors, ["Jane Doe", "Ola Berg"]);
    let time = articles[1].published.and_then(|p| p.time).map(|t| t.to_string());
    assert_eq!(time.as_deref(), Some("09:12:00"));
    let told: Vec<(Option<u64>, Option<&str>)> =
        rejects.iter().map(|r| (r.line, r.field.as_deref())).collect();
    assert_eq!(told, [(Some(7), None), (Some(8), Some("published"))]);
}

#[test]
fn sheets_without_texts_are_told_and_days_may_be_counted_from_1904() {
    let book = "<workbook><workbookPr date1904='1'/><sheets><sheet name='One' r:id='r1'/><sheet name='Notes' r:id='r2'/></sheets></workbook>";
    let notes =
        "<worksheet><row><c t='str'><v>who</v></c><c t='str'><v>what</v></c></row></worksheet>";
    let rows = format!(
        "{HEADER}<row><c t='str'><v>a</v></c><c t='str'><v>Text.</v></c><c s='1'><v>42892</v></c></row>"
    );
    let more = [("xl/workbook.xml", book), ("xl/worksheets/sheet2.xml", notes)];
    let (articles, rejects) = xlsx(&rows, &more);
    assert_eq!(articles[0].published.map(|p| p.day.to_string()).as_deref(), Some("2021-06-07"));
    assert_eq!(
        rejects[0].reason,
        "sheet `Notes` has no text column among `who`, `what`; name it with --field text=COLUMN"
    );
}

#[test]
fn tables_of_opendocument_are_read_and_repeat_their_rows() {
    let content = "<office:document-content><office:body><office:spreadsheet><table:table table:name='One'>\
        <table:table-row table:number-rows-repeated='2'><table:table-cell table:number-columns-repeated='16384'/></table:table-row>\
        <table:table-row><table:table-cell office:value-type='string'><text:p>text</text:p></table:table-cell><table:table-cell/><table:table-cell office:value-type='string'><text:p>date</text:p></table:table-cell></table:table-row>\
        <table:table-row table:number-rows-repeated='3'><table:table-cell office:value-type='string'><text:p>One.</text:p><text:p>Two.</text:p></table:table-cell><table:table-cell table:number-columns-repeated='1'/><table:table-cell office:value-type='date' office:date-value='2021-06-07T00:00:00'><text:p>07.06.21</text:p></table:table-cell><table:table-cell table:number-columns-repeated='99999999999'/></table:table-row>\
        <table:table-row table:number-rows-repeated='1048576'><table:table-cell/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>";
    let (articles, rejects) = read(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content),
    ]);
    let lines: Vec<Option<u64>> = articles.iter().map(|a| a.line).collect();
    assert_eq!(lines, [Some(4), Some(5), Some(6)], "{rejects:?}");
    assert_eq!(articles[0].text, "One.\nTwo.");
    assert_eq!(articles[0].published.map(|p| p.to_string()).as_deref(), Some("2021-06-07"));
    assert!(rejects.is_empty(), "{rejects:?}");
}

#[test]
fn what_is_in_other_zip_files_is_told() {
    for (file, says) in [
        (("ppt/presentation.xml", "x"), "slides"),
        (("Index/Document.iwa", "x"), "Pages or Numbers"),
        (("mimetype", "application/epub+zip"), "EPUB"),
        (("mimetype", "application/vnd.oasis.opendocument.graphics"), "neither text nor table"),
        (("week/.urtext", "x"), "holds a report of this program"),
        (("week/.DS_Store", "x"), "is a zip file without files"),
        (("__MACOSX/a.txt", "x"), "is a zip file without files"),
        (
            ("word/document.xml", "<w:document><w:p><w:r><w:t>cut"),
            "`word/document.xml` in it ends prematurely",
        ),
        (("word/document.xml", "<w:document/>"), "is a document without text"),
        (("xl/workbook.xml", "<workbook/>"), "holds no record"),
    ] {
        let (articles, rejects) = read(&[file]);
        assert!(articles.is_empty() && rejects.len() == 1, "{rejects:?}");
        assert!(rejects[0].reason.contains(says), "{says}: {rejects:?}");
    }
}

#[test]
fn hostile_packages_cost_little() {
    let began = std::time::Instant::now();
    let bomb = format!("<w:document>{}</w:document>", "<w:p/>".repeat(4 << 20));
    let limits = Limits { unpacked: 1 << 20, ..Limits::default() };
    let (_, rejects) = read_within(zip(&[("word/document.xml", &bomb)]), limits);
    assert!(rejects[0].reason.contains("unpacks to more than 100 times"), "{rejects:?}");
    let deep = "<w:tbl>".repeat(100_000);
    let (_, rejects) = docx(&deep);
    assert!(rejects[0].reason.contains("512 levels"), "{rejects:?}");
    let entity = "<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]><w:document><w:p><w:r><w:t>One &b; two</w:t></w:r></w:p></w:document>";
    let (articles, _) = read(&[("word/document.xml", entity)]);
    assert_eq!(articles[0].text, "One  two");
    // One long string in very many cells.
    let long = format!(
        "<sst><si><t>id</t></si><si><t>text</t></si><si><t>{}</t></si></sst>",
        "word ".repeat(20_000)
    );
    let rows: String =
        (0..20_000).map(|_| "<row><c t='str'><v>x</v></c><c t='s'><v>2</v></c></row>").collect();
    let limits = Limits { file: 16 << 20, ..Limits::default() };
    let more = [("xl/sharedStrings.xml", long.as_str())];
    let (articles, rejects) = xlsx_within(&format!("{HEADER}{rows}"), &more, limits);
    assert!(articles.len() < 2_000, "{}", articles.len());
    assert!(rejects.iter().any(|r| r.reason.contains("take more memory")), "{rejects:?}");
    assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
}

#[test]
fn files_of_a_zip_file_are_read_as_files_of_their_own() {
    let page = "<html><head><title>Ferries stop</title></head><body><article><h1>Ferries stop</h1><p>The ferries of Halvik stood still on Monday, as the crews want higher wages for the nights that they spend at sea.</p></article></body></html>";
    let word = zip(&[(
        "word/document.xml",
        "<w:document><w:p><w:r><w:t>The crews want more.</w:t></w:r></w:p></w:document>",
    )]);
    let files: Vec<(&str, &[u8])> = vec![
        ("week/", b""),
        ("week/page.html", page.as_bytes()),
        ("week/note.txt", b"The ferries sail again."),
        ("week/note.txt", b"The ferries stand still."),
        ("week/words.docx", &word),
        ("__MACOSX/week/._note.txt", b"rubbish"),
        ("week/.DS_Store", b"rubbish"),
        ("lines.jsonl", b"{\"text\":\"One ferry.\"}\n{\"text\":7}\n"),
        ("scan.pdf", b"%PDF-1.7"),
    ];
    let (articles, rejects) = read_within(zip_of(&files), Limits::default());
    let mut found: Vec<(&str, &str)> =
        articles.iter().map(|a| (a.path.as_str(), a.id.as_str())).collect();
    found.sort_unstable();
    let ids: Vec<&str> = found.iter().map(|(_, id)| *id).collect();
    assert_eq!(articles.len(), 5, "{found:?} {rejects:?}");
    assert!(ids.contains(&"note") && ids.contains(&"note (3)"), "{ids:?}");
    assert!(found.iter().all(|(path, _)| path.starts_with("a.zip/")), "{found:?}");
    let texts: Vec<&str> = articles.iter().map(|a| a.text.as_str()).collect();
    for text in ["The crews want more.", "The ferries stand still.", "One ferry."] {
        assert!(texts.contains(&text), "{texts:?}");
    }
    let told: Vec<String> = rejects.iter().map(|r| format!("{}: {}", r.path, r.reason)).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told.iter().any(|t| t.starts_with("a.zip/scan.pdf: has an unsupported format: PDF")));
    assert!(rejects.iter().any(|r| r.path == "a.zip/lines.jsonl" && r.line == Some(2)));
}

#[test]
fn archives_within_a_zip_file_are_refused_with_a_remedy() {
    let inner = zip(&[("a.txt", "One.")]);
    let wacz = zip(&[("archive/a.warc", "WARC/1.0")]);
    let gzip = [0x1f, 0x8b, 8, 0];
    let files: [(&str, &[u8]); 4] =
        [("in.zip", &inner), ("in.wacz", &wacz), ("in.txt.gz", &gzip), ("b.txt", b"Two.")];
    let (articles, rejects) = read_within(zip_of(&files), Limits::default());
    assert_eq!((articles.len(), rejects.len()), (1, 3), "{rejects:?}");
    for reject in &rejects {
        assert!(reject.reason.ends_with("unpack the outer one and give the folder"), "{reject:?}");
        assert!(reject.path.starts_with("a.zip/in."), "{reject:?}");
    }
    let (_, rejects) = read(&[("week/", "")]);
    assert_eq!(rejects[0].reason, "is a zip file without files");
}

#[test]
fn what_the_files_of_a_zip_file_unpack_to_is_bounded_together() {
    let began = std::time::Instant::now();
    let limits = Limits { unpacked: 1 << 20, ratio: 2, ..Limits::default() };
    let text = "word ".repeat(60_000);
    let many: Vec<(String, &str)> = (0..9).map(|n| (format!("{n}.txt"), text.as_str())).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(n, t)| (n.as_str(), t.as_bytes())).collect();
    let (articles, rejects) = read_within(zip_of(&many), limits);
    assert_eq!(articles.len(), 3, "{rejects:?}");
    let told = &rejects[0].reason;
    assert!(told.starts_with("unpacks to more than 2 times") && told.contains("`3.txt`"), "{told}");
    // Documents in it that are bombs themselves take from the same room.
    let bomb = zip(&[(
        "word/document.xml",
        &format!("<w:document>{}</w:document>", "<w:p/>".repeat(100_000)),
    )]);
    let names: Vec<String> = (0..200).map(|n| format!("{n:03}.docx")).collect();
    let bombs: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), bomb.as_slice())).collect();
    let (articles, rejects) = read_within(zip_of(&bombs), limits);
    assert!(articles.is_empty());
    // One of 600 kB finds room, the second does not, and then none is left.
    let told: Vec<String> = rejects.iter().map(|r| format!("{}: {}", r.path, r.reason)).collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told[0].starts_with("a.zip/000.docx: is a document without text"), "{told:?}");
    assert!(told[1].starts_with("a.zip/001.docx: unpacks to more than 2 times"), "{told:?}");
    assert!(told[2].contains("`002.docx` in it and those behind it are not read"), "{told:?}");
    assert!(began.elapsed().as_secs() < 20, "{:?}", began.elapsed());
}

#[test]
fn a_date_of_a_template_is_none_of_the_document() {
    let core = |created: &str, modified: &str| {
        format!(
            "<cp:coreProperties xmlns:cp='c' xmlns:dcterms='d'><dcterms:created>{created}</dcterms:created><dcterms:modified>{modified}</dcterms:modified></cp:coreProperties>"
        )
    };
    let main = "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>The ferries stood still.</w:t></w:r></w:p></w:body></w:document>";
    let published = |created: &str, modified: &str| {
        let core = core(created, modified);
        let (articles, _) = read(&[("word/document.xml", main), ("docProps/core.xml", &core)]);
        articles[0].published.map(|stamp| stamp.to_string()).unwrap_or_default()
    };
    let (template, own) = ("2013-12-23T23:15:00Z", "2021-06-07T09:12:00Z");
    assert_eq!(published(template, template), "");
    assert_eq!(published(own, template), own);
    assert_eq!(published(own, own), own);
    // The file was written long after what it says of its only change.
    let stamped = |day: i64| {
        let mut out = Vec::new();
        let mut archive = rawzip::ZipArchiveWriter::new(&mut out);
        for (name, content) in
            [("word/document.xml", main), ("docProps/core.xml", core(own, own).as_str())]
        {
            let time = rawzip::time::UtcDateTime::from_unix(day * 86_400);
            let (mut entry, config) = archive
                .new_file(name)
                .compression_method(rawzip::CompressionMethod::STORE)
                .last_modified(time)
                .start()
                .expect("an entry");
            let mut writer = config.wrap(&mut entry);
            writer.write_all(content.as_bytes()).expect("written");
            let (_, end) = writer.finish().expect("finished");
            entry.finish(end).expect("finished");
        }
        archive.finish().expect("finished");
        let (articles, _) = read_within(out, Limits::default());
        articles[0].published.map(|stamp| stamp.to_string()).unwrap_or_default()
    };
    let day = 18_785; // 2021-06-07
    assert_eq!(stamped(day), own);
    assert_eq!(stamped(day + 30), "");
}
