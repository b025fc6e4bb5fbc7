package org.sgxra.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's Chromium, without a window, showing a page from disk. */
final class PageBrowser implements AutoCloseable {
    /** Ratio that WCAG 2 asks for between text of normal size and what is behind it. */
    static final double CONTRAST = 4.5;

    private static final String FAINT_TEXT = """
        const channel = c => { c /= 255; return c <= 0.03928 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4); };
        const parts = color => (color.match(/[\\d.]+/g) || []).map(Number);
        const luminance = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
        const behind = element => {
          for (let e = element; e; e = e.parentElement) {
            const c = parts(getComputedStyle(e).backgroundColor);
            if (c.length === 3 || c[3] > 0) { return c; }
          }
          return [255, 255, 255];
        };
        const faint = [];
        document.querySelectorAll('body *:not(script):not(svg *)').forEach(element => {
          const own = [...element.childNodes].some(n => n.nodeType === 3 && n.textContent.trim() !== '');
          if (!own || element.closest('[hidden]')) { return; }
          const a = luminance(parts(getComputedStyle(element).color));
          const b = luminance(behind(element));
          const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          if (ratio < arguments[0]) { faint.push(element.tagName + ' ' + element.className + ' ' + ratio.toFixed(2)); }
        });
        return [...new Set(faint)];
        """;

    private static final String TOO_WIDE = """
        const width = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= width) { return []; }
        return [...document.querySelectorAll('body *')]
            .filter(e => e.getBoundingClientRect().right > width + 1 && !e.closest('.scroll *, .map *, pre *'))
            .map(e => e.outerHTML.slice(0, 120));
        """;

    private static final String UNLABELLED = """
        const text = e => (e.getAttribute('aria-label') || e.textContent || '').trim();
        const bad = [];
        document.querySelectorAll('a, summary, th, h1, h2, h3, h4, h5').forEach(e => { if (text(e) === '') { bad.push(e.outerHTML); } });
        document.querySelectorAll('section, article, svg[role=img]').forEach(e => {
          const name = document.getElementById(e.getAttribute('aria-labelledby'));
          if (!name || text(name) === '') { bad.push(e.outerHTML.slice(0, 80)); }
        });
        document.querySelectorAll('[tabindex="0"]').forEach(e => { if (!e.getAttribute('aria-label')) { bad.push(e.outerHTML.slice(0, 80)); } });
        return bad;
        """;

    private static final String FOCUSED = """
        const e = document.activeElement;
        const isMarked = getComputedStyle(e).outlineStyle !== 'none';
        return isMarked ? (e.getAttribute('aria-label') || e.textContent || '').trim() : '';
        """;

    private final ChromeDriver driver;

    private PageBrowser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Nothing where there is no Chromium with its driver. */
    static Optional<PageBrowser> start() {
        Path browser = Path.of("/usr/bin/chromium");
        Path driver = Path.of("/usr/bin/chromedriver");
        if (!Files.isExecutable(browser) || !Files.isExecutable(driver)) {
            return Optional.empty();
        }
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser.toFile());
        // Its sandbox needs rights that root in a container does not have; what is shown is ours.
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = ChromeDriverService.createDefaultService();
        service.setExecutable(driver.toString());
        return Optional.of(new PageBrowser(new ChromeDriver(service, options)));
    }

    /** Shows a file in so many pixels, with a light or a dark setting of the system. */
    void show(Path page, int width, String scheme) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 1000, "deviceScaleFactor", 1, "mobile", false));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        driver.get(page.toUri().toString());
    }

    /** Shows a file as a browser does that runs no scripts. */
    void showWithoutScript(Path page, int width) {
        driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        show(page, width, "light");
        driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", false));
    }

    /**
     * Presses the tabulator until the focus is on an element with this label.
     *
     * @param label that its name begins with
     * @param limit of keys
     * @return the names of all that had it, in order; blank for one without a name, or without a mark that it has it
     */
    List<String> tabTo(String label, int limit) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < limit; i++) {
            new Actions(driver).sendKeys(Keys.TAB).perform();
            String name = (String) driver.executeScript(FOCUSED);
            names.add(name);
            if (name.startsWith(label)) {
                return names;
            }
        }
        throw new AssertionError("not reached by keyboard: " + label + "; reached " + names);
    }

    /** Presses Escape. */
    void escape() {
        new Actions(driver).sendKeys(Keys.ESCAPE).perform();
    }

    /** The name of a field beside a map. */
    WebElement legend(String title) {
        return driver.findElements(By.cssSelector(".legend li")).stream()
                .filter(item -> item.getText().startsWith(title))
                .findFirst()
                .orElseThrow();
    }

    /** What the console says. */
    List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Requests for anything but files. */
    List<String> requests() {
        return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .map(LogEntry::getMessage)
                .filter(message ->
                        message.contains("\"Network.requestWillBeSent\"") && !message.contains("\"url\":\"file://"))
                .toList();
    }

    /** What makes the page wider than the window; wide parts scroll in themselves. */
    @SuppressWarnings("unchecked") // The script returns a list of texts.
    List<String> tooWide() {
        return (List<String>) driver.executeScript(TOO_WIDE);
    }

    @SuppressWarnings("unchecked") // The script returns a list of texts.
    List<String> faintTexts() {
        return (List<String>) driver.executeScript(FAINT_TEXT, CONTRAST);
    }

    @SuppressWarnings("unchecked") // The script returns a list of texts.
    List<String> unlabelled() {
        return (List<String>) driver.executeScript(UNLABELLED);
    }

    /** The regions of hex maps that belong to a field of this name. */
    List<WebElement> regions(String field) {
        return driver.findElements(By.cssSelector(".hex .b[aria-label^='" + field + ",']"));
    }

    /** Points at it with the mouse. */
    void pointAt(WebElement element) {
        driver.executeScript("arguments[0].scrollIntoView({block: 'center'})", element);
        new Actions(driver).moveToElement(element).perform();
    }

    /** Points at nothing. */
    void pointAway() {
        WebElement title = driver.findElement(By.tagName("h1"));
        pointAt(title);
    }

    /** The names of what is lit. */
    List<String> lit() {
        return driver.findElements(By.cssSelector(".hex .lit")).stream()
                .map(region -> region.getDomAttribute("aria-label").replaceFirst(",.*", ""))
                .distinct()
                .toList();
    }

    /** What is said about the field that is pointed at; empty if nothing is. */
    String panel() {
        return driver.findElement(By.id("panel")).getText();
    }

    /** The text of an element. */
    String text(String id) {
        return driver.findElement(By.id(id)).getText();
    }

    /** How long it took from the start of loading the page until all of it was there, in milliseconds. */
    long openMillis() {
        return ((Number) driver.executeScript(
                        "return Math.round(performance.getEntriesByType('navigation')[0].loadEventEnd)"))
                .longValue();
    }

    /** How many elements the page has. */
    long elements() {
        return ((Number) driver.executeScript("return document.getElementsByTagName('*').length")).longValue();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
